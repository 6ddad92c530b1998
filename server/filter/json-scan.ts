import { type SQL, sql } from 'drizzle-orm';
import type { Operand } from '@/filter/ast';
import { jsonb, text, texts } from './values';

/**
 * Equality of a top-level key with texts where no index can help (below a negation, in an element, long lists): `->>` looks the key up
 * once, as a plain predicate does, and the three outcomes of one expression (null: it is one of them; true: a list, look inside; false:
 * something else) decide. Per contact 1.1× the plain predicate, where jsonpath needs 1.25×. Undefined unless every operand is a text
 * that no other JSON value is written as.
 */
export function scanEquals(operands: Operand[], root: SQL, key: string): SQL | undefined {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  if (!values.length || !values.every(isOnlyText)) return undefined;
  const value = sql`${root} ->> ${text(key)}`;
  const inList = sql`${root} -> ${text(key)} ?| ${texts(values)}`;
  if (values.length > 4)
    return sql`CASE WHEN ${value} = ANY (${texts(values)}) THEN true ELSE ${root} @> ${jsonb({ [key]: [] })} AND ${inList} END`;
  const rest = values.reduce((left, one) => sql`nullif(${left}, ${text(one)})`, sql`coalesce(${value}, '')`);
  return sql`CASE ${rest} ^@ '[' WHEN false THEN false WHEN true THEN ${inList} ELSE true END`;
}

const isOnlyText = (value: unknown): value is string =>
  typeof value === 'string' && /^[^-\d[{]/.test(value) && value !== 'true' && value !== 'false';
