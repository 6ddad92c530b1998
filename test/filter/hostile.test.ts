import { describe, expect, test } from 'vitest';
import { limits } from '@/filter/limits';
import { matches } from '@/filter/match';
import { parseFilter, parseWhere } from '@/filter/parse';

const nest = (n: number, wrap: (inner: unknown) => unknown, inner: unknown = 1): unknown => {
  let value = inner;
  for (let i = 0; i < n; i++) value = wrap(value);
  return value;
};
const arms = (n: number, arm: unknown) => Array.from({ length: n }, () => arm);

const hostile: [string, () => unknown, string][] = [
  ['10,000 arms', () => ({ $or: arms(10_000, { country: 'US' }) }), 'too_large'],
  ['10,000 empty arms', () => ({ $or: arms(10_000, {}) }), 'too_many_nodes'],
  ['201 fields', () => Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`metadata.k${i}`, 1])), 'too_many_nodes'],
  ['5,000 nested $not', () => ({ 'metadata.a': nest(5_000, (x) => ({ $not: x }), { $gt: 1 }) }), 'too_deep'],
  ['9 nested $not', () => ({ 'metadata.a': nest(9, (x) => ({ $not: x }), { $gt: 1 }) }), 'too_deep'],
  ['9 nested $nor', () => nest(9, (x) => ({ $nor: [x] }), { country: 'US' }), 'too_deep'],
  ['9 nested $elemMatch', () => ({ 'metadata.a': nest(9, (x) => ({ $elemMatch: x }), { $gt: 1 }) }), 'too_deep'],
  ['100,000 nested arrays', () => ({ 'metadata.a': nest(100_000, (x) => [x]) }), 'too_deep'],
  ['a million values', () => ({ country: { $in: arms(1_000_000, 'US') } }), 'too_large'],
  ['1,001 values', () => ({ country: { $in: arms(1_001, 'US') } }), 'too_many_values'],
  ['a megabyte of text', () => ({ country: 'x'.repeat(1_000_000) }), 'too_large'],
  ['a megabyte of key', () => ({ [`metadata.${'x'.repeat(1_000_000)}`]: 1 }), 'too_large'],
  ['50,000 keys', () => Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1])), 'too_large'],
  ['32 KiB in three-byte letters', () => ({ country: '€'.repeat(11_000) }), 'too_large'],
  ['NUL in a value', () => ({ country: 'a\0b' }), 'bad_text'],
  ['NUL in a key', () => ({ 'metadata.a\0b': 1 }), 'bad_text'],
  ['half a surrogate pair', () => ({ country: { $in: ['ok', '\ud800'] } }), 'bad_text'],
  ['a number that is none', () => ({ 'metadata.a': Number.NaN }), 'not_json'],
  ['infinity', () => JSON.parse('{"metadata.a": 1e999}'), 'not_json'],
  ['a date object', () => ({ createdAt: new Date() }), 'not_json'],
  ['undefined', () => undefined, 'not_json'],
  ['a function', () => () => {}, 'not_json'],
  ['a key __proto__', () => JSON.parse('{"__proto__": {"country": "US"}}'), 'unknown_field'],
  ['a key constructor', () => ({ constructor: { prototype: {} } }), 'unknown_field'],
  ['an operator __proto__', () => JSON.parse('{"country": {"$eq": 1, "__proto__": 2}}'), 'unknown_key'],
  ['a type constructor', () => ({ 'metadata.a': { $type: 'constructor' } }), 'invalid_value'],
  ['a count toString', () => ({ $did: { event: 'x', count: { toString: 1 } } }), 'unknown_operator'],
  [
    'a cycle',
    () => {
      const x: Record<string, unknown> = {};
      x.$and = [x];
      return x;
    },
    'too_deep',
  ],
];

describe('hostile filters', () => {
  test.each(hostile)('%s: refused in under 50 ms', (_, make, code) => {
    const input = make();
    const times: number[] = [];
    let result = parseWhere(input);
    // Processor time, the best of five: the limit is about the work, not about who else uses the machine.
    for (let i = 0; i < 5; i++) {
      const start = process.cpuUsage();
      result = parseWhere(input);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    }
    expect(result.ok ? 'accepted' : result.issues[0]?.code).toBe(code);
    expect(result.ok ? [] : result.issues.length).toBeLessThanOrEqual(limits.issues);
    expect(Math.min(...times)).toBeLessThan(50);
    expect(parseFilter(input).ok).toBe(false);
  });

  test.each(['$where', '$expr', '$function', '$text', '$jsonSchema', '$accumulator', '$near', '$rand', '$comment', '$bitsAllSet'])(
    '%s is refused at every place',
    (op) => {
      const bad = { [op]: '1' };
      const places: unknown[] = [
        bad,
        { $and: [bad] },
        { $or: [{ country: 'US' }, bad] },
        { $nor: [{ $and: [bad] }] },
        { country: bad },
        { country: { $not: bad } },
        { country: { $eq: bad } },
        { country: { $in: [bad] } },
        { tags: { $elemMatch: bad } },
        { tags: { $all: [bad] } },
        { tags: { $all: [{ $elemMatch: bad }] } },
        { 'metadata.a': { $elemMatch: { x: bad } } },
        { 'metadata.a': { $elemMatch: { $or: [bad] } } },
        { 'metadata.a': { $not: { $elemMatch: { $nor: [bad] } } } },
        { 'metadata.a': [[bad]] },
        { 'metadata.a': { b: [bad] } },
        { $did: bad },
        { $did: { event: 'x', where: bad } },
        { $did: { event: 'x', since: bad } },
        { $did: { event: 'x', count: bad } },
        { createdAt: { $gte: { $now: '-P1D', ...bad } } },
        nest(6, (x) => ({ $nor: [x] }), bad),
      ];
      for (const place of places) {
        const result = parseWhere(place);
        expect([place, result.ok ? 'accepted' : JSON.stringify(result.issues[0]?.path).includes(op)]).toEqual([place, true]);
      }
    },
  );

  test('nothing leaks into prototypes', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    const result = parseWhere(JSON.parse('{"metadata.__proto__.polluted": 1, "metadata.constructor.prototype.polluted": {"$ne": 2}}'));
    expect(result.ok).toBe(true);
    if (result.ok) {
      expect(matches(result.ast, { metadata: {} }, { now: new Date() })).toBe(false);
      expect(matches(result.ast, { metadata: JSON.parse('{"__proto__": {"polluted": 1}}') }, { now: new Date() })).toBe(true);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('what is just inside the limits is accepted', () => {
    for (const input of [
      nest(7, (x) => ({ $nor: [x] }), { country: 'US' }),
      { country: { $in: arms(1_000, 'US') } },
      { $or: arms(66, { country: 'US' }) },
      { name: { $regex: 'x'.repeat(200) } },
    ]) {
      expect(parseWhere(input).ok).toBe(true);
    }
  });

  test('a pattern that hangs other engines does not hang this one', () => {
    const result = parseWhere({ name: { $regex: '^(a+)+$' } });
    const start = performance.now();
    expect(result.ok && matches(result.ast, { name: `${'a'.repeat(5_000)}!` }, { now: new Date() })).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
