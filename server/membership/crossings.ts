import { type SQL, sql } from 'drizzle-orm';
import type { AllMember, Did, ElemMatch, FieldTests, Filter, Member, Operand, Test, Where } from '@/filter/ast';
import { compileFilter } from '@/server/filter/compile';
import { any, instant, text } from '@/server/filter/values';
import { reached, type Span } from './span';

/*
 * Whom time alone may move: a relative date changes what a filter says of somebody only at the moment when it passes a date of theirs. So
 * within a span only those can move who have a date that some relative operand passes in it. More may be found (the rest of the filter is
 * left out), never fewer.
 */

/**
 * The predicate over `contacts c` of those whom time may move within the span; null when no filter has a relative date. What is nested by
 * `$inAudience` is given as a filter of its own.
 */
export function movedByTime(filters: Filter[], span: Span): SQL | null {
  const found = new Map<string, SQL>();
  for (const filter of filters) {
    const { wheres, dids } = passes(filter.where, span);
    for (const where of wheres) {
      const key = JSON.stringify([filter.datatype, where]);
      if (!found.has(key)) found.set(key, compileFilter({ ...filter, where }, { now: span.from, scan: true }));
    }
    for (const did of dids) found.set(JSON.stringify(did), happened(did));
  }
  return found.size ? any([...found.values()]) : null;
}

export const isRelative = (filter: Filter): boolean => {
  const moment = new Date(0);
  const { wheres, dids } = passes(filter.where, { from: moment, to: moment });
  return wheres.length + dids.length > 0;
};

type Happened = { event: string; low: number; high: number };
type Passes = { wheres: Where[]; dids: Happened[] };

function passes(where: Where, span: Span): Passes {
  const found: Passes = { wheres: [], dids: [] };
  for (const member of where.members) collect(member, span, found);
  return found;
}

function collect(member: Member, span: Span, found: Passes): void {
  switch (member.kind) {
    case 'and':
    case 'or':
    case 'nor':
      for (const arm of member.arms) for (const inner of arm.members) collect(inner, span, found);
      return;
    case 'field':
      for (const tests of member.tests.flatMap((test) => passTests(test, span))) found.wheres.push(only({ ...member, bare: false, tests }));
      return;
    case 'did':
      if (member.since?.kind === 'now') found.dids.push({ event: member.event, ...reached(span, member.since.duration) });
      for (const where of member.where ? passes(member.where, span).wheres : []) found.wheres.push(only(didWhere(member, where)));
      return;
    case 'inAudience':
      return;
  }
}

const only = (member: FieldTests | Did): Where => ({ members: [member] });
const didWhere = ({ event }: Did, where: Where): Did => ({ kind: 'did', event, where, count: null, since: null, keys: ['event', 'where'] });

/** For each relative operand of a test, the tests that the same field passes when it holds a date that the operand reaches. */
function passTests(test: Test, span: Span): Test[][] {
  switch (test.op) {
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return operandTests(test.operand, span);
    case 'in':
    case 'nin':
      return test.operands.flatMap((operand) => operandTests(operand, span));
    case 'not':
      return test.tests.flatMap((inner) => passTests(inner, span));
    case 'all':
      return test.members.flatMap((member: AllMember) =>
        member.kind === 'operand' ? operandTests(member.operand, span) : elements(member.match, span),
      );
    case 'elemMatch':
      return elements(test.match, span);
    default:
      return [];
  }
}

function operandTests(operand: Operand, span: Span): Test[][] {
  if (operand.kind !== 'now') return [];
  const { low, high } = reached(span, operand.duration);
  return [
    [
      { op: 'gte', operand: date(low) },
      { op: 'lte', operand: date(high) },
    ],
  ];
}

function elements(match: ElemMatch, span: Span): Test[][] {
  const matches: ElemMatch[] =
    match.form === 'tests'
      ? match.tests.flatMap((test) => passTests(test, span)).map((tests) => ({ form: 'tests', tests }))
      : passes(match.where, span).wheres.map((where) => ({ form: 'where', where }));
  return matches.map((one) => [{ op: 'elemMatch', match: one }]);
}

const date = (ms: number): Operand => ({ kind: 'date', iso: new Date(ms).toISOString(), ms });

/** An event leaves the window of a `since` when that passes it. */
const happened = ({ event, low, high }: Happened): SQL => sql`exists (
  select from contact_events ev where ev.org_id = c.org_id and ev.contact_id = c.id and ev.name = ${text(event)}
    and ev.occurred_at >= ${instant(low)} and ev.occurred_at < ${instant(high + 1)})`;
