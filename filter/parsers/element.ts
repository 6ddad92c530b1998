import type { Json, Test, TypeName } from '../ast';
import type { IssuePath } from '../issues';
import type { Report } from './context';

/** `$exists`: true or false (1 and 0 are known to users of MongoDB). */
export function parseExists(report: Report, input: unknown, path: IssuePath): Test | null {
  if (typeof input === 'boolean' || input === 0 || input === 1) return { op: 'exists', value: Boolean(input), raw: input };
  return report.issue(path, 'invalid_type', '`$exists` takes true or false');
}

/** MongoDB's names and numbers of the types JSON can hold. JSON has one kind of number: a whole one is an int and a long. */
const typeNames: Record<string, TypeName> = {
  number: 'number',
  double: 'number',
  decimal: 'number',
  1: 'number',
  19: 'number',
  int: 'int',
  long: 'int',
  16: 'int',
  18: 'int',
  string: 'string',
  2: 'string',
  object: 'object',
  3: 'object',
  array: 'array',
  4: 'array',
  bool: 'bool',
  8: 'bool',
  date: 'date',
  9: 'date',
  null: 'null',
  10: 'null',
};

export function parseType(report: Report, input: unknown, path: IssuePath): Test | null {
  const list = Array.isArray(input) ? input : [input];
  if (list.length === 0 || list.length > 20) return report.issue(path, 'invalid_value', '`$type` takes a type or a short list of types');
  const types: TypeName[] = [];
  for (const name of list) {
    const known = typeof name === 'string' || typeof name === 'number' ? Object.hasOwn(typeNames, name) && typeNames[name] : false;
    if (!known) {
      return report.issue(
        path,
        'invalid_value',
        'a type is one of number, int, long, double, decimal, string, object, array, bool, date, null',
      );
    }
    types.push(known);
  }
  return { op: 'type', types, raw: input as Json };
}

/** `$mod: [divisor, remainder]`: whole numbers, as MongoDB reads them (fractions are cut off). */
export function parseMod(report: Report, input: unknown, path: IssuePath): Test | null {
  if (!Array.isArray(input) || input.length !== 2 || !input.every((n) => typeof n === 'number' && Math.abs(n) <= Number.MAX_SAFE_INTEGER)) {
    return report.issue(path, 'invalid_value', '`$mod` takes [divisor, remainder]');
  }
  const [divisor, remainder] = input.map(Math.trunc) as [number, number];
  if (divisor === 0) return report.issue([...path, 0], 'invalid_value', 'a divisor cannot be 0');
  return { op: 'mod', divisor, remainder, raw: input as [number, number] };
}

export function parseSize(report: Report, input: unknown, path: IssuePath): Test | null {
  if (typeof input === 'number' && Number.isInteger(input) && input >= 0 && input <= 0x7fffffff) return { op: 'size', size: input };
  return report.issue(path, 'invalid_value', '`$size` takes a whole number from 0');
}
