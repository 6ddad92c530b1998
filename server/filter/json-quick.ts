import { type SQL, sql } from 'drizzle-orm';
import type { Json, Operand, Test } from '@/filter/ast';
import { isPlace } from './json-path';
import { scanEquals, scanPath } from './json-scan';
import { not, text } from './values';

/**
 * The common tests as one jsonpath expression, which walks the document once. jsonpath's lax mode opens an array on the way
 * and at the end of a path by one level, which is MongoDB's rule; types do not mix in it, text is ordered by code point, and the
 * operators `@@` and `@?` raise nothing. On 200,000 contacts: a range 0.65×, a nested equality 0.55×, a path through an array of
 * objects 0.2× the time of the long form. Equalities are written as operators, which the index answers; the rest as functions, because
 * an operator beside `tags @> ...` becomes a condition of the same index and asks for all of it. Undefined for what has no such form.
 */
export function quickTest(test: Test, root: SQL, path: readonly string[], rootIsObject: boolean, scan: boolean): SQL | undefined {
  const steps = pathSteps(path, rootIsObject);
  if (steps === undefined) return undefined;
  const key = path.length === 1 && rootIsObject ? path[0] : undefined;
  switch (test.op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const literal = scalar(test.operand);
      return literal === undefined ? undefined : matches(root, `${steps} ${signs[test.op]} ${literal}`);
    }
    case 'eq':
    case 'in': {
      const operands = 'operand' in test ? [test.operand] : test.operands;
      const many = operands.length > 16;
      const scanned = key !== undefined && (scan || many) ? scanEquals(operands, root, key) : undefined;
      if (scanned || many) return scanned;
      const literals = operands.map(scalar);
      if (literals.length === 0 || literals.some((l) => l === undefined)) return undefined;
      if (literals.length <= 4) {
        const exact = sql`${root} @@ ${literals.map((l) => `${steps} == ${l}`).join(' || ')}::jsonpath`;
        return (scan ? scanPath(operands, root, path, exact) : undefined) ?? exact;
      }
      // The filter opens the array; what is still an array in it is nested deeper and must not be opened again.
      const any = literals.map((l) => `@ == ${l}`).join(' || ');
      return sql`${root} @? ${`${steps} ? (@.type() != "array" && (${any}))`}::jsonpath`;
    }
    case 'exists':
      if (key !== undefined) return test.value ? sql`${root} ? ${text(key)}` : sql`(NOT ${root} ? ${text(key)})`;
      return test.value ? finds(root, steps) : not(finds(root, steps));
    default:
      return undefined;
  }
}

/** `@@` and `@?` where no index is to be asked; silent, as the operators are. */
const matches = (root: SQL, path: string): SQL => sql`jsonb_path_match(${root}, ${path}::jsonpath, '{}', true)`;
export const finds = (root: SQL, path: string): SQL => sql`jsonb_path_exists(${root}, ${path}::jsonpath, '{}', true)`;

/** A path as jsonpath writes it; undefined when a part could be a place: jsonpath knows no "key or place". */
export function pathSteps(path: readonly string[], rootIsObject: boolean, from = '$'): string | undefined {
  if (path.slice(rootIsObject ? 1 : 0).some(isPlace)) return undefined;
  return `${from}${path.map((part) => `.${JSON.stringify(part)}`).join('')}`;
}

export const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A scalar other than null as jsonpath writes it, which is as JSON does. */
export function scalar(operand: Operand): string | undefined {
  if (operand.kind !== 'value') return undefined;
  const value: Json = operand.value;
  return typeof value === 'object' ? undefined : JSON.stringify(value);
}
