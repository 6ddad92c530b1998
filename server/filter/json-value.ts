import { type SQL, sql } from 'drizzle-orm';
import type { Json, Operand, TypeName } from '@/filter/ast';
import { datePattern, zonePattern } from '@/filter/dates';
import { compareInstant, instantOf, jsonb, jsonbs, never, operators, type RangeOp, text } from './values';

/**
 * Conditions on one jsonb value (null: missing), arrays not opened. Nothing here raises on any value: whatever needs a type is
 * behind a CASE on that type, and values of another type do not match, as in MongoDB.
 */
export type Condition = (value: SQL) => SQL;

/** Equality with any of the operands; null also equals a missing field. */
export function equalsAny(operands: Operand[], now: Date): Condition {
  const values = operands.filter((operand) => operand.kind === 'value').map((operand) => operand.value);
  const dates = operands.filter((operand) => operand.kind !== 'value');
  return (x) => {
    const parts: SQL[] = [];
    if (values.length === 1) parts.push(sql`${x} = ${jsonb(values[0] as Json)}`);
    if (values.length > 1) parts.push(sql`${x} = ANY (${jsonbs(values)})`);
    if (values.includes(null)) parts.push(sql`${x} IS NULL`);
    for (const date of dates) parts.push(range('eq', date, now)(x));
    return parts.length === 0 ? never : sql`(${sql.join(parts, sql` OR `)})`;
  };
}

/** `eq` only against a date; ranges against anything that has an order. */
export function range(op: 'eq' | RangeOp, operand: Operand, now: Date): Condition {
  const ms = instantOf(operand, now);
  if (ms !== null)
    return (x) => sql`CASE WHEN jsonb_typeof(${x}) = 'string' THEN ${compareInstant(op, isoInstant(sql`(${x} #>> '{}')`), ms)} END`;
  const value = operand.kind === 'value' ? operand.value : null;
  if (op === 'eq') return () => never;
  if (value === null) return (x) => (op === 'gte' || op === 'lte' ? sql`(${x} IS NULL OR ${x} = 'null')` : never);
  if (typeof value === 'string') {
    return (x) => sql`CASE WHEN jsonb_typeof(${x}) = 'string' THEN (${x} #>> '{}') COLLATE "C" ${operators[op]} ${text(value)} END`;
  }
  // jsonb orders numbers as numeric and false before true.
  const type = typeof value === 'number' ? sql`'number'` : sql`'boolean'`;
  return (x) => sql`(jsonb_typeof(${x}) = ${type} AND ${x} ${operators[op]} ${jsonb(value)})`;
}

/** The instant of an ISO 8601 text, null for any other; the pattern leaves nothing for the casts to refuse. */
function isoInstant(value: SQL): SQL {
  return sql`CASE WHEN ${value} ~ ${text(datePattern)} THEN CASE WHEN ${value} ~ ${text(zonePattern)} THEN ${value}::timestamptz ELSE ${value}::timestamp AT TIME ZONE 'UTC' END END`;
}

export const matchesPattern =
  (pattern: string): Condition =>
  (x) =>
    sql`CASE WHEN jsonb_typeof(${x}) = 'string' THEN (${x} #>> '{}') ~ ${text(pattern)} END`;

export const modulo =
  (divisor: number, remainder: number): Condition =>
  (x) =>
    sql`CASE WHEN jsonb_typeof(${x}) = 'number' THEN mod(trunc(${x}::numeric), ${divisor}::numeric) = ${remainder}::numeric END`;

const typeNames = { number: 'number', string: 'string', object: 'object', array: 'array', bool: 'boolean', null: 'null' } as const;

export function hasType(types: TypeName[]): Condition {
  const names = types.flatMap((type) => (type === 'int' || type === 'date' ? [] : [sql`${typeNames[type]}`]));
  return (x) => {
    const parts = names.length > 0 ? [sql`jsonb_typeof(${x}) IN (${sql.join(names, sql`, `)})`] : [];
    if (types.includes('int')) parts.push(sql`CASE WHEN jsonb_typeof(${x}) = 'number' THEN trunc(${x}::numeric) = ${x}::numeric END`);
    return parts.length === 0 ? never : sql`(${sql.join(parts, sql` OR `)})`;
  };
}
