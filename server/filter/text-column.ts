import { type SQL, sql } from 'drizzle-orm';
import type { Operand, Test } from '@/filter/ast';
import { postgresPattern } from './regex';
import { all, always, any, never, not, operators, text, texts } from './values';

/** One operator against a text column (or a text out of an array); null is a missing field. */
export function testText(test: Test, column: SQL): SQL {
  switch (test.op) {
    case 'eq':
      return equals([test.operand], column);
    case 'ne':
      return not(equals([test.operand], column));
    case 'in':
      return equals(test.operands, column);
    case 'nin':
      return not(equals(test.operands, column));
    case 'not':
      return not(all(test.tests.map((inner) => testText(inner, column))));
    case 'exists':
      return test.value ? sql`${column} IS NOT NULL` : sql`${column} IS NULL`;
    case 'type':
      return test.types.includes('string') ? sql`${column} IS NOT NULL` : never;
    case 'all':
      if (test.members.length === 0) return never;
      return all(test.members.map((member) => (member.kind === 'operand' ? equals([member.operand], column) : never)));
    case 'regex':
      return sql`${column} ~ ${text(postgresPattern(test.pattern, test.options))}`;
    case 'elemMatch':
    case 'size':
    case 'mod':
      return never;
    default: {
      if (test.operand.kind !== 'value') return never;
      const { value } = test.operand;
      if (value === null) return test.op === 'gte' || test.op === 'lte' ? sql`${column} IS NULL` : never;
      return typeof value === 'string' ? sql`${column} COLLATE "C" ${operators[test.op]} ${text(value)}` : never;
    }
  }
}

function equals(operands: Operand[], column: SQL): SQL {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  const strings = values.filter((value) => typeof value === 'string');
  const conditions: SQL[] = [];
  if (strings.length === 1) conditions.push(sql`${column} = ${text(strings[0] as string)}`);
  if (strings.length > 1) conditions.push(sql`${column} = ANY (${texts(strings)})`);
  if (values.includes(null)) conditions.push(sql`${column} IS NULL`);
  return any(conditions);
}

/**
 * One operator against a text[] column that is never null: each element counts, and the array as a whole. `scan`: no index can answer
 * here, so the form that is quickest row by row.
 */
export function testTexts(test: Test, column: SQL, scan = false): SQL {
  switch (test.op) {
    case 'eq':
      return contains([test.operand], column, scan);
    case 'ne':
      return not(contains([test.operand], column, true));
    case 'in':
      return contains(test.operands, column, scan);
    case 'nin':
      return not(contains(test.operands, column, true));
    case 'not':
      return not(all(test.tests.map((inner) => testTexts(inner, column, true))));
    case 'exists':
      return test.value ? always : never;
    case 'type':
      if (test.types.includes('array')) return always;
      return test.types.includes('string') ? sql`cardinality(${column}) > 0` : never;
    case 'all':
      return containsAll(test, column);
    case 'size':
      return sql`cardinality(${column}) = ${test.size}::int`;
    case 'elemMatch':
      if (test.match.form === 'where') return never;
      return someText(all(test.match.tests.map((inner) => testText(inner, element))), column);
    case 'mod':
      return never;
    default:
      return someText(testText(test, element), column);
  }
}

const element = sql`one.tag`;
const someText = (condition: SQL, column: SQL): SQL => sql`EXISTS (SELECT 1 FROM unnest(${column}) AS one(tag) WHERE ${condition})`;

/** `&&` and `@>` are what the GIN index answers, at 65 ns a contact where it cannot and `= ANY` needs 30. */
function contains(operands: Operand[], column: SQL, scan = false): SQL {
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined));
  const strings = values.filter((value) => typeof value === 'string');
  const conditions: SQL[] = [];
  if (scan && strings.length <= 2) conditions.push(...strings.map((one) => sql`${text(one)} = ANY (${column})`));
  else if (strings.length === 1) conditions.push(sql`${column} @> ${texts(strings)}`);
  else if (strings.length > 1) conditions.push(sql`${column} && ${texts(strings)}`);
  for (const value of values) {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) conditions.push(sql`${column} = ${texts(value)}`);
  }
  return any(conditions);
}

function containsAll(test: Test & { op: 'all' }, column: SQL): SQL {
  if (test.members.length === 0) return never;
  const strings: string[] = [];
  const conditions: SQL[] = [];
  for (const member of test.members) {
    if (member.kind === 'elemMatch') conditions.push(testTexts({ op: 'elemMatch', match: member.match }, column));
    else if (member.operand.kind === 'value' && typeof member.operand.value === 'string') strings.push(member.operand.value);
    else conditions.push(contains([member.operand], column));
  }
  if (strings.length > 0) conditions.unshift(sql`${column} @> ${texts(strings)}`);
  return all(conditions);
}
