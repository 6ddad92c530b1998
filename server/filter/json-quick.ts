import { type SQL, sql } from 'drizzle-orm';
import type { Json, Operand, Test } from '@/filter/ast';
import { isPlace } from './json-path';

/**
 * The common tests as one jsonpath expression, which walks the document once. jsonpath's lax mode opens an array on the way
 * and at the end of a path by one level, which is MongoDB's rule; types do not mix in it, text is ordered by code point, and the
 * operators `@@` and `@?` raise nothing. On 200,000 contacts: a range 0.65×, a nested equality 0.55×, a path through an array of
 * objects 0.2× the time of the long form. Undefined for what has no such form.
 */
export function quickTest(test: Test, root: SQL, path: readonly string[], rootIsObject: boolean): SQL | undefined {
  // jsonpath knows no "key or place": a number that could be a place takes the long way.
  if (path.slice(rootIsObject ? 1 : 0).some(isPlace)) return undefined;
  const steps = `$${path.map((part) => `.${JSON.stringify(part)}`).join('')}`;
  const single = path.length === 1 && rootIsObject;
  switch (test.op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const literal = scalar(test.operand);
      return literal === undefined || literal === 'null' ? undefined : sql`${root} @@ ${`${steps} ${signs[test.op]} ${literal}`}::jsonpath`;
    }
    case 'eq': {
      const literal = scalar(test.operand);
      if (single || literal === undefined || literal === 'null') return undefined;
      return sql`${root} @@ ${`${steps} == ${literal}`}::jsonpath`;
    }
    case 'in': {
      const literals = test.operands.map(scalar);
      if (literals.length === 0 || literals.length > 16 || literals.some((l) => l === undefined || l === 'null')) return undefined;
      // The filter opens the array; what is still an array in it is nested deeper and must not be opened again.
      const any = literals.map((l) => `@ == ${l}`).join(' || ');
      return sql`${root} @? ${`${steps} ? (@.type() != "array" && (${any}))`}::jsonpath`;
    }
    case 'exists':
      if (single) return undefined;
      return test.value ? sql`${root} @? ${steps}::jsonpath` : sql`((${root} @? ${steps}::jsonpath) IS NOT TRUE)`;
    default:
      return undefined;
  }
}

const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A scalar as jsonpath writes it, which is as JSON does. */
function scalar(operand: Operand): string | undefined {
  if (operand.kind !== 'value') return undefined;
  const value: Json = operand.value;
  return typeof value === 'object' && value !== null ? undefined : JSON.stringify(value);
}
