import { type SQL, sql } from 'drizzle-orm';
import type { IdKind } from '@/contracts/ids';
import type { ColumnRef, FieldTests, Filter, Member, Test, Where } from '@/filter/ast';
import { complement } from './complement';
import { testDate } from './date-column';
import { compileDid } from './did';
import { testId } from './id-column';
import { allJson, type JsonScope } from './json-field';
import { indexedRange } from './json-index';
import { testText, testTexts } from './text-column';
import { all, always, any, not, text } from './values';

/** A table that filters can speak about: its columns by their database names, each a fixed piece of SQL. */
export interface Target {
  columns: Readonly<Record<string, SQL>>;
  /** JSON columns, and whether each is checked to be an object. */
  json: Readonly<Record<string, { column: SQL; isObject: boolean }>>;
  idKind: IdKind | null;
}

/** `contacts` under the alias `c`. */
export const contactTarget: Target = {
  columns: {
    id: sql`c.id`,
    email: sql`c.email`,
    phone: sql`c.phone`,
    name: sql`c.name`,
    country: sql`c.country`,
    timezone: sql`c.timezone`,
    language: sql`c.language`,
    tags: sql`c.tags`,
    created_at: sql`c.created_at`,
    updated_at: sql`c.updated_at`,
    last_email_sent_at: sql`c.last_email_sent_at`,
    last_email_opened_at: sql`c.last_email_opened_at`,
    last_email_clicked_at: sql`c.last_email_clicked_at`,
  },
  json: { metadata: { column: sql`c.metadata`, isObject: true } },
  idKind: 'contact',
};

/** `records` under the alias `r`. */
const recordTarget: Target = {
  columns: { key: sql`r.key`, created_at: sql`r.created_at`, updated_at: sql`r.updated_at` },
  json: { data: { column: sql`r.data`, isObject: false } },
  idKind: null,
};

export interface CompileEnv {
  /** Decides `$now`. */
  now: Date;
  /** Set where no index is to answer: below a negation, or when every row is read anyway. */
  scan?: boolean;
  /** The predicate over `c` of an audience named by `$inAudience`; refusing cycles and unknown audiences is the caller's part. */
  inAudience?: (audience: string) => SQL;
  /** Metadata keys that the organization has an index for (server/indexes). */
  indexed?: ReadonlySet<string>;
}

const scanForms = new WeakMap<SQL, () => SQL>();

/** The same predicate written for reading every row, for who knows that most of the list matches; itself where there is no other form. */
export const scanForm = (where: SQL): SQL => scanForms.get(where)?.() ?? where;

const othersForms = new WeakMap<SQL, () => SQL | null>();

/** The contacts that a compiled filter leaves out, where it says nothing else (`$ne`, `$nin`, `$nor` ...); null where it also selects. */
export const othersForm = (where: SQL): SQL | null => othersForms.get(where)?.() ?? null;

/** A filter of any datatype as a predicate over `contacts c`: for records, the contacts linked to one that matches. */
export function compileFilter(filter: Filter, env: CompileEnv): SQL {
  if (filter.datatype === 'contact') {
    const where = compileWhere(filter.where, env);
    if (where === always) return where;
    scanForms.set(where, () => compileWhere(filter.where, { ...env, scan: true }));
    othersForms.set(where, () => {
      const arms = complement(filter.where);
      return arms && compileMember(arms.length === 1 ? { kind: 'and', arms } : { kind: 'or', arms }, env, contactTarget);
    });
    return where;
  }
  const matching = compileWhere(filter.where, env, recordTarget);
  return sql`EXISTS (SELECT 1 FROM record_contacts AS rc JOIN records AS r ON r.org_id = rc.org_id AND r.id = rc.record_id
    WHERE rc.org_id = c.org_id AND rc.contact_id = c.id AND r.datatype = ${text(filter.datatype)} AND ${matching})`;
}

/**
 * A filter's conditions as an SQL predicate over `contacts c`. True selects; false and null do not, so it goes into a WHERE or FILTER as it
 * is, and `(predicate) IS TRUE` makes it a plain boolean. Add `c.org_id = ...` beside it: the predicate does not hold the tenant.
 * Values and paths are bound parameters, columns come from the target, and no data makes it raise.
 */
export function compileWhere(where: Where, env: CompileEnv, target: Target = contactTarget): SQL {
  return all(where.members.map((member) => compileMember(member, env, target)));
}

/** One condition of a filter: what "why is this person in it" asks for, clause by clause. */
export function compileMember(member: Member, env: CompileEnv, target: Target = contactTarget): SQL {
  switch (member.kind) {
    case 'and':
      return all(member.arms.map((arm) => compileWhere(arm, env, target)));
    case 'or':
      return anyArm(member.arms, member.arms.every(hasIndex) ? env : { ...env, scan: true }, target);
    case 'nor':
      return not(anyArm(member.arms, { ...env, scan: true }, target));
    case 'field':
      return compileField(member, env, target);
    case 'did':
      return compileDid(member, env);
    case 'inAudience':
      if (!env.inAudience) throw new Error('this filter needs to know about audiences');
      return env.inAudience(member.audience);
  }
}

/** PostgreSQL asks the arms in the order they are written in: those that need only a column come first. */
function anyArm(arms: Where[], env: CompileEnv, target: Target): SQL {
  const onColumns = (arm: Where) => arm.members.every((member) => member.kind === 'field' && member.field.source === 'column');
  const ordered = [...arms.filter(onColumns), ...arms.filter((arm) => !onColumns(arm))];
  return any(ordered.map((arm) => compileWhere(arm, env, target)));
}

/** Whether some condition can be answered by an index; a disjunction is read row by row unless each of its arms has one. */
const hasIndex = (arm: Where): boolean =>
  arm.members.some(
    (member) =>
      member.kind === 'field' &&
      (member.field.source === 'json' ||
        member.field.type === 'texts' ||
        member.field.column === 'email' ||
        member.field.column === 'phone') &&
      member.tests.some((test) => test.op === 'eq' || test.op === 'in' || test.op === 'all' || test.op === 'elemMatch'),
  );

function compileField({ field, tests }: FieldTests, env: CompileEnv, target: Target): SQL {
  if (field.source === 'column') return all(tests.map((test) => testColumn(test, field, env, target)));
  const json = field.column === null ? undefined : target.json[field.column];
  if (!json) throw new Error(`no JSON column ${field.column} to filter by`);
  const exact = allJson(tests, json.column, field.path, json.isObject, jsonScope(env, 0));
  const [key = ''] = field.path;
  const byIndex = target === contactTarget && field.path.length === 1 && !env.scan && env.indexed?.has(key);
  const range = byIndex ? indexedRange(tests, json.column, key) : null;
  return range ? sql`(${range} AND ${exact})` : exact;
}

function testColumn(test: Test, field: ColumnRef, env: CompileEnv, target: Target): SQL {
  const column = target.columns[field.column];
  if (!column) throw new Error(`no column ${field.column} to filter by`);
  if (field.type === 'date') return testDate(test, column, env.now);
  if (field.type === 'id') return testId(test, column, target.idKind);
  return field.type === 'texts' ? testTexts(test, column, env.scan) : testText(test, column);
}

const jsonScope = (env: CompileEnv, depth: number): JsonScope => ({
  now: env.now,
  depth,
  scan: env.scan === true || depth > 0,
  where: (where, element, inner) => compileElement(where, element, env, inner),
});

/** The conditions on the fields of one element of an array. */
function compileElement(where: Where, element: SQL, env: CompileEnv, depth: number): SQL {
  return all(
    where.members.map((member): SQL => {
      if (member.kind === 'field' && member.field.source === 'json') {
        return allJson(member.tests, element, member.field.path, true, jsonScope(env, depth));
      }
      if (member.kind === 'and' || member.kind === 'or' || member.kind === 'nor') {
        const arms = member.arms.map((arm) => compileElement(arm, element, env, depth));
        if (member.kind === 'and') return all(arms);
        return member.kind === 'or' ? any(arms) : not(any(arms));
      }
      throw new Error(`\`${member.kind}\` cannot stand inside $elemMatch`);
    }),
  );
}
