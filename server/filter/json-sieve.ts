import { type SQL, sql } from 'drizzle-orm';
import type { ElemMatch, Test, Where } from '@/filter/ast';
import { pathSteps, scalar, signs } from './json-quick';
import { postgresPattern } from './regex';
import { text } from './values';

/**
 * A cheap condition that every match satisfies, to stand before an exact one that is dear: on 200,000 contacts a pattern 0.65× and an
 * `$elemMatch` 0.35× of the exact condition alone. Undefined where there is none.
 */
export function sieve(test: Test, root: SQL, path: readonly string[], rootIsObject: boolean): SQL | undefined {
  if (test.op === 'regex' && path.length === 1 && rootIsObject) {
    // A list is written with a bracket; its entries are looked at by the exact condition.
    return sql`${root} ->> ${text(path[0] as string)} ~ ${text(`(?:^\\[|${postgresPattern(test.pattern, test.options)})`)}`;
  }
  if (test.op !== 'elemMatch') return undefined;
  const steps = pathSteps(path, rootIsObject);
  const inside = steps && ofElement(test.match);
  return inside ? sql`${root} @? ${`${steps}[*] ? (${inside})`}::jsonpath` : undefined;
}

const ofElement = (match: ElemMatch): string | undefined =>
  match.form === 'tests' ? and(match.tests.map((test) => ofTest(test, '@'))) : ofWhere(match.where);

function ofWhere(where: Where): string | undefined {
  return and(
    where.members.map((member) => {
      if (member.kind === 'and') return and(member.arms.map(ofWhere));
      if (member.kind === 'or') return or(member.arms.map(ofWhere));
      if (member.kind !== 'field' || member.field.source !== 'json') return undefined;
      const at = pathSteps(member.field.path, true, '@');
      // A number as the first key: an element that is a list has it as a place.
      return at === undefined || /^\d/.test(member.field.path[0] ?? '') ? undefined : and(member.tests.map((test) => ofTest(test, at)));
    }),
  );
}

function ofTest(test: Test, at: string): string | undefined {
  switch (test.op) {
    case 'eq':
    case 'in':
      return or(('operand' in test ? [test.operand] : test.operands).map((operand) => compared(at, '==', scalar(operand))));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compared(at, signs[test.op], scalar(test.operand));
    default:
      return undefined;
  }
}

const compared = (at: string, sign: string, literal: string | undefined) =>
  literal === undefined ? undefined : `${at} ${sign} ${literal}`;

/** What is known of some conditions still sieves their conjunction; a disjunction needs all of them. */
function and(parts: (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : `(${known.join(' && ')})`;
}

function or(parts: (string | undefined)[]): string | undefined {
  return parts.length === 0 || parts.length > 16 || parts.includes(undefined) ? undefined : `(${parts.join(' || ')})`;
}
