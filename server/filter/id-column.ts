import { type SQL, sql } from 'drizzle-orm';
import { decodeId, type IdKind } from '@/contracts/ids';
import type { Operand, Test } from '@/filter/ast';
import { all, any, never, not, uuids } from './values';

/** One operator against a uuid column that filters know by its public id; a text that is no such id equals nothing. */
export function testId(test: Test, column: SQL, kind: IdKind | null): SQL {
  switch (test.op) {
    case 'eq':
      return equals([test.operand], column, kind);
    case 'ne':
      return not(equals([test.operand], column, kind));
    case 'in':
      return equals(test.operands, column, kind);
    case 'nin':
      return not(equals(test.operands, column, kind));
    case 'not':
      return not(all(test.tests.map((inner) => testId(inner, column, kind))));
    case 'exists':
      return test.value ? sql`${column} IS NOT NULL` : sql`${column} IS NULL`;
    case 'type':
      return test.types.includes('string') ? sql`${column} IS NOT NULL` : never;
    case 'all':
      if (test.members.length === 0) return never;
      return all(test.members.map((member) => (member.kind === 'operand' ? equals([member.operand], column, kind) : never)));
    default:
      return never; // ranges and patterns on ids are refused by the parser
  }
}

function equals(operands: Operand[], column: SQL, kind: IdKind | null): SQL {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  const ids = values.map((value) => (typeof value === 'string' && kind ? decodeId(kind, value) : null)).filter((id) => id !== null);
  const conditions: SQL[] = [];
  if (ids.length > 0) conditions.push(sql`${column} = ANY (${uuids(ids)})`);
  if (values.includes(null)) conditions.push(sql`${column} IS NULL`);
  return any(conditions);
}
