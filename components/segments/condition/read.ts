import type { Json } from '@/filter/ast';
import { isObject } from '../model/tree';
import type { FieldTest, OperatorId, Scalar } from './operators';
import { readSpan } from './span';

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);
const isOrdered = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const test = (operator: OperatorId, value?: FieldTest['value']): FieldTest => ({ operator, value });

/** What stands right of a field, as one operator of the visual view; null where it has no words for it and shows the JSON. */
export function readTest(raw: Json): FieldTest | null {
  if (raw === null) return test('empty');
  if (isScalar(raw)) return test('is', raw);
  if (!isObject(raw)) return null;
  const keys = Object.keys(raw);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined) return readOne(key, raw[key] as Json);
  if (keys.length === 2) return readPattern(raw) ?? readRange(raw);
  return null;
}

function readOne(key: string, value: Json): FieldTest | null {
  switch (key) {
    case '$eq':
      return value === null ? test('empty') : isScalar(value) ? test('is', value) : null;
    case '$ne':
      return value === null ? test('notEmpty') : isScalar(value) ? test('isNot', value) : null;
    case '$in':
    case '$nin':
    case '$all':
      return isUniform(value) ? test(({ $in: 'in', $nin: 'nin', $all: 'all' } as const)[key], value) : null;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isOrdered(value) ? test(key.slice(1) as 'gt', value) : readRolling(key, value);
    case '$exists':
      return typeof value === 'boolean' || value === 0 || value === 1 ? test(value ? 'known' : 'unknown') : null;
    case '$size':
      return typeof value === 'number' ? test('size', value) : null;
    case '$regex':
      return readPattern({ $regex: value });
    case '$not': {
      const inner = isObject(value) ? readPattern(value) : null;
      return inner && test('matchesNot', inner.value);
    }
    default:
      return null;
  }
}

/** A list of one kind of value without repeats: chips can show it. */
function isUniform(value: Json): value is Scalar[] {
  if (!Array.isArray(value) || !value.every(isScalar)) return false;
  return new Set(value.map((item) => typeof item)).size <= 1 && new Set(value).size === value.length;
}

function readRolling(key: string, value: Json): FieldTest | null {
  if (!isObject(value) || Object.keys(value).length !== 1 || typeof value.$now !== 'string') return null;
  const span = readSpan(value.$now);
  if (!span) return null;
  const { n, unit, past } = span;
  const after = key === '$gt' || key === '$gte';
  return test(past ? (after ? 'last' : 'ago') : after ? 'beyond' : 'until', { n, unit });
}

function readPattern(raw: { [key: string]: Json }): FieldTest | null {
  const { $regex: pattern, $options: options = '', ...rest } = raw;
  if (typeof pattern !== 'string' || (options !== '' && options !== 'i') || Object.keys(rest).length > 0) return null;
  return test('matches', { pattern, ignoreCase: options === 'i' });
}

function readRange(raw: { [key: string]: Json }): FieldTest | null {
  const low = raw.$gte;
  const high = raw.$lte ?? raw.$lt;
  if (!isOrdered(low) || !isOrdered(high) || typeof low !== typeof high) return null;
  return test(Object.hasOwn(raw, '$lte') ? 'between' : 'from', [low, high]);
}
