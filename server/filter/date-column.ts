import { type SQL, sql } from 'drizzle-orm';
import type { Operand, Test } from '@/filter/ast';
import { all, any, compareInstant, instantOf, instants, never, not } from './values';

/** One operator against a timestamptz column; null is a missing field. */
export function testDate(test: Test, column: SQL, now: Date): SQL {
  switch (test.op) {
    case 'ne':
      return not(equals([test.operand], column, now));
    case 'in':
      return equals(test.operands, column, now);
    case 'nin':
      return not(equals(test.operands, column, now));
    case 'not':
      return not(all(test.tests.map((inner) => testDate(inner, column, now))));
    case 'exists':
      return test.value ? sql`${column} IS NOT NULL` : sql`${column} IS NULL`;
    case 'type':
      return test.types.includes('date') ? sql`${column} IS NOT NULL` : never;
    case 'all':
      if (test.members.length === 0) return never;
      return all(test.members.map((member) => (member.kind === 'operand' ? equals([member.operand], column, now) : never)));
    case 'elemMatch':
    case 'size':
    case 'mod':
    case 'regex':
      return never;
    default: {
      const ms = instantOf(test.operand, now);
      if (ms !== null) return compareInstant(test.op, column, ms);
      const isNull = test.operand.kind === 'value' && test.operand.value === null;
      return isNull && test.op !== 'gt' && test.op !== 'lt' ? sql`${column} IS NULL` : never;
    }
  }
}

function equals(operands: Operand[], column: SQL, now: Date): SQL {
  const list = operands.map((operand) => instantOf(operand, now)).filter((ms) => ms !== null);
  const conditions: SQL[] = [];
  if (list.length === 1) conditions.push(compareInstant('eq', column, list[0] as number));
  if (list.length > 1) conditions.push(sql`date_trunc('milliseconds', ${column}) = ANY (${instants(list)})`);
  if (operands.some((operand) => operand.kind === 'value' && operand.value === null)) conditions.push(sql`${column} IS NULL`);
  return any(conditions);
}
