import { type SQL, sql } from 'drizzle-orm';
import type { Operand, Test } from '@/filter/ast';
import { jsonb, operators, type RangeOp, text, texts } from './values';

/**
 * Equality of a key with texts where no index can help (below a negation, in an element, long lists): `->>` looks the key up once, as a
 * plain predicate does, and the first character of what is left of it decides (none: it was one of them; a bracket: a list, look inside;
 * another: something else). 200 ns a contact, 0 to 5 % of a scan more than the plain predicate, where jsonpath needs 310 to 410.
 * Undefined unless every operand is a text that no other JSON value is written as.
 */
export function scanEquals(operands: Operand[], root: SQL, key: string): SQL | undefined {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  if (!values.length || !values.every(isOnlyText)) return undefined;
  const value = sql`${root} ->> ${text(key)}`;
  const inList = sql`${root} -> ${text(key)} ?| ${texts(values)}`;
  if (values.length > 4)
    return sql`CASE WHEN ${value} = ANY (${texts(values)}) THEN true ELSE ${root} @> ${jsonb({ [key]: [] })} AND ${inList} END`;
  // Neither: it was one of them.
  return sql`CASE (${without(sql`coalesce(${value}, '')`, values)})::"char" = '[' WHEN false THEN false WHEN true THEN ${inList} ELSE true END`;
}

/**
 * The same for a deeper path, or with booleans: what `->>` finds there refuses most contacts (0.9× of the whole scan with jsonpath alone). `exact`
 * decides on what is left: the path may lead through a list, where `->>` finds nothing, or end in one, or hold the text "true". A CASE,
 * because the planner puts the arms of an AND in its own order, and takes jsonpath for the cheaper.
 */
export function scanPath(operands: Operand[], root: SQL, path: readonly string[], exact: SQL): SQL | undefined {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  if (!values.length || values.length > 4 || !values.every((value) => typeof value === 'boolean' || isOnlyText(value))) return undefined;
  const parent = path.slice(0, -1).map((step) => sql` -> ${text(step)}`);
  const value = sql`${sql.join([root, ...parent])} ->> ${text(path.at(-1) as string)}`;
  return sql`CASE WHEN coalesce((${without(value, values.map(String))})::"char", '[') = '[' THEN ${exact} ELSE false END`;
}

/**
 * The same for a number above a bound, and below another: jsonb's own order, in which only booleans, lists and objects are above all
 * numbers, decides on nearly all contacts, and `exact` on the rest: 0.95× of a scan with jsonpath alone where few have the key, no less
 * where all have it. Undefined without a lower bound: a list is never below a number.
 */
export function scanRange(tests: Test[], root: SQL, key: string, exact: SQL): SQL | undefined {
  const bound = (...ops: RangeOp[]) => {
    for (const test of tests)
      if (isRange(test) && ops.includes(test.op) && test.operand.kind === 'value' && typeof test.operand.value === 'number')
        return sql`${root} -> ${text(key)} ${operators[test.op]} ${jsonb(test.operand.value)}`;
  };
  const [above, below] = [bound('gt', 'gte'), bound('lt', 'lte')];
  if (!above || tests.length !== (below ? 2 : 1)) return undefined;
  const number = sql`jsonb_typeof(${root} -> ${text(key)}) = 'number'`;
  const inside = below ? sql`WHEN ${below} THEN true WHEN ${number} THEN false` : sql`WHEN ${number} THEN true`;
  return sql`CASE WHEN ${above} THEN CASE ${inside} ELSE ${exact} END ELSE false END`;
}

const isRange = (test: Test): test is Test & { op: RangeOp; operand: Operand } => test.op in operators;

const without = (value: SQL, operands: string[]): SQL => operands.reduce((left, one) => sql`nullif(${left}, ${text(one)})`, value);

/** What a list is written with. */
export const bracket = sql.raw(String('['.charCodeAt(0)));

const isOnlyText = (value: unknown): value is string =>
  typeof value === 'string' && /^[^-\d[{]/.test(value) && value !== 'true' && value !== 'false';
