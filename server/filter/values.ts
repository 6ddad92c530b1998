import { type SQL, sql } from 'drizzle-orm';
import type { Json, Operand } from '@/filter/ast';
import { addDuration } from '@/filter/dates';

/**
 * Values as bound parameters. Arrays go as PostgreSQL array literals and JSON as text, so that no driver's idea of a type
 * is in between; the casts are of parameters, which the planner folds into constants (a hashed `= ANY`, an index condition).
 */
export const text = (value: string): SQL => sql`${value}::text`;
export const jsonb = (value: Json): SQL => sql`${JSON.stringify(value)}::text::jsonb`;
export const texts = (values: string[]): SQL => sql`${arrayLiteral(values)}::text[]`;
export const jsonbs = (values: Json[]): SQL => sql`${arrayLiteral(values.map((value) => JSON.stringify(value)))}::jsonb[]`;
export const uuids = (values: string[]): SQL => sql`${arrayLiteral(values)}::uuid[]`;
export const instant = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;
export const instants = (list: number[]): SQL => sql`${arrayLiteral(list.map((ms) => new Date(ms).toISOString()))}::timestamptz[]`;

const arrayLiteral = (values: string[]): string => `{${values.map((v) => `"${v.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;

/** The instant an operand stands for, in milliseconds; null when it is not a date. */
export function instantOf(operand: Operand, now: Date): number | null {
  if (operand.kind === 'value') return null;
  return operand.kind === 'date' ? operand.ms : addDuration(now, operand.duration);
}

export const always = sql`true`;
export const never = sql`false`;

/** Every leaf is true, false or null, and null counts as false: so a negation is `IS NOT TRUE`, which keeps rows that have no value. */
export const not = (condition: SQL): SQL => sql`((${condition}) IS NOT TRUE)`;
export const all = (conditions: SQL[]): SQL => join(conditions, sql` AND `, always);
export const any = (conditions: SQL[]): SQL => join(conditions, sql` OR `, never);

function join(conditions: SQL[], by: SQL, none: SQL): SQL {
  if (conditions.length === 0) return none;
  return conditions.length === 1 ? (conditions[0] as SQL) : sql`(${sql.join(conditions, by)})`;
}

/** The order operators, by name. */
export const operators = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const;
export type RangeOp = keyof typeof operators;

/** A timestamp compared in whole milliseconds, as MongoDB's dates are; PostgreSQL's finer digits are cut off, not rounded. */
export function compareInstant(op: 'eq' | RangeOp, column: SQL, ms: number): SQL {
  if (op === 'eq') return sql`(${column} >= ${instant(ms)} AND ${column} < ${instant(ms + 1)})`;
  if (op === 'gte') return sql`${column} >= ${instant(ms)}`;
  if (op === 'lt') return sql`${column} < ${instant(ms)}`;
  return op === 'gt' ? sql`${column} >= ${instant(ms + 1)}` : sql`${column} < ${instant(ms + 1)}`;
}
