import { type SQL, sql } from 'drizzle-orm';
import type { Test, Where } from '@/filter/ast';
import { text } from './values';

/**
 * What an index on one metadata key (server/indexes) can answer of a field's tests: the key's value lies between the bounds, or is a list,
 * whose elements the tests themselves look at. PostgreSQL orders jsonb by type first (object > array > boolean > number > string > null),
 * so a range of numbers is one range of the index. Null when no test is a comparison with a number.
 */
export function indexedRange(tests: readonly Test[], column: SQL, key: string): SQL | null {
  let low: number | null = null;
  let high: number | null = null;
  for (const test of tests) {
    if (!('operand' in test) || test.operand.kind !== 'value' || typeof test.operand.value !== 'number') continue;
    const n = test.operand.value;
    if (test.op === 'gt' || test.op === 'gte') low = Math.max(low ?? n, n);
    if (test.op === 'lt' || test.op === 'lte') high = Math.min(high ?? n, n);
  }
  if (low === null && high === null) return null;
  const value = sql`(${column} -> ${text(key)})`;
  const from = low === null ? sql.raw(`'-1e131071'`) : sql`${JSON.stringify(low)}::text`;
  const to = high === null ? sql.raw(`'1e131071'`) : sql`${JSON.stringify(high)}::text`;
  return sql`(${column} ? ${text(key)} AND (${value} BETWEEN ${from}::jsonb AND ${to}::jsonb OR ${value} > 'true'::jsonb AND ${value} < '{}'::jsonb))`;
}

export const isNumberRange = (test: Test): boolean =>
  (test.op === 'gt' || test.op === 'gte' || test.op === 'lt' || test.op === 'lte') &&
  test.operand.kind === 'value' &&
  typeof test.operand.value === 'number';

/** Whether some condition on contacts is one that an index on a metadata key could answer: only then does it matter which keys have one. */
export const wantsIndex = (where: Where): boolean =>
  where.members.some((member) => {
    if (member.kind === 'and' || member.kind === 'or') return member.arms.some(wantsIndex);
    return member.kind === 'field' && member.field.source === 'json' && member.field.path.length === 1 && member.tests.some(isNumberRange);
  });
