import type { Json } from '@/filter/ast';
import { isObject } from '../model/tree';
import type { FieldTest, Pattern, Scalar, Span } from './operators';
import { writeSpan } from './span';

/**
 * An operator and its value as JSON; undefined while something is missing. `before` is what stood there: a way of writing that means the
 * same (`{"$eq": ...}`, `$gt` of a rolling window) stays.
 */
export function writeTest({ operator, value }: FieldTest, before?: Json): Json | undefined {
  const had = (key: string) => isObject(before) && Object.hasOwn(before, key);
  switch (operator) {
    case 'is':
      return isFilled(value) ? (had('$eq') ? { $eq: value } : value) : undefined;
    case 'isNot':
      return isFilled(value) ? { $ne: value } : undefined;
    case 'in':
    case 'nin':
    case 'all':
      return Array.isArray(value) && value.length > 0 ? { [`$${operator}`]: value as Scalar[] } : undefined;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isFilled(value) ? { [`$${operator}`]: value } : undefined;
    case 'between':
    case 'from':
      return writeRange(operator, value);
    case 'last':
      return writeRolling(had('$gt') ? '$gt' : '$gte', value as Span | undefined, true);
    case 'ago':
      return writeRolling(had('$lte') ? '$lte' : '$lt', value as Span | undefined, true);
    case 'until':
      return writeRolling(had('$lt') ? '$lt' : '$lte', value as Span | undefined, false);
    case 'beyond':
      return writeRolling(had('$gte') ? '$gte' : '$gt', value as Span | undefined, false);
    case 'known':
    case 'unknown':
      return { $exists: operator === 'known' };
    case 'empty':
      return null;
    case 'notEmpty':
      return { $ne: null };
    case 'matches':
      return writePattern(value as Pattern | undefined);
    case 'matchesNot': {
      const inner = writePattern(value as Pattern | undefined);
      return inner && { $not: inner };
    }
    case 'size':
      return typeof value === 'number' ? { $size: value } : undefined;
  }
}

const isFilled = (value: unknown): value is Scalar => value !== '' && ['string', 'number', 'boolean'].includes(typeof value);

function writeRange(operator: 'between' | 'from', value: FieldTest['value']): Json | undefined {
  const [low, high] = Array.isArray(value) ? value : [];
  if (!isFilled(low) || !isFilled(high)) return undefined;
  return { $gte: low, [operator === 'between' ? '$lte' : '$lt']: high };
}

const writeRolling = (key: string, span: Span | undefined, past: boolean): Json | undefined =>
  span && span.n > 0 ? { [key]: { $now: writeSpan(span, past) } } : undefined;

const writePattern = (value: Pattern | undefined): { [key: string]: Json } | undefined =>
  value?.pattern ? { $regex: value.pattern, ...(value.ignoreCase ? { $options: 'i' } : {}) } : undefined;
