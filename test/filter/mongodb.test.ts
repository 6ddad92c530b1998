import { describe, expect, test } from 'vitest';
import type { Json } from '@/filter/ast';
import { matches } from '@/filter/match';
import { parseWhere } from '@/filter/parse';
import { now } from './arbitraries';

/**
 * MongoDB's rules one by one, above all where mingo and others have been wrong. Each line: a filter on `f` (metadata), the values
 * of `f` it matches and those it does not; `none` stands for a contact without the field.
 * Sources: MongoDB's manual (query for null, arrays, $all, $type, $elemMatch) and matcher (path.cpp, expression_leaf.cpp).
 */
const none = Symbol('missing');
type Value = Json | typeof none;

const rules: [rule: string, filter: Json, yes: Value[], no: Value[]][] = [
  ['null equals null and missing', { f: null }, [null, none, [1, null]], [0, '', false, [], {}]],
  ['$exists true includes null', { f: { $exists: true } }, [null, 0, []], [none]],
  ['$exists false is missing only', { f: { $exists: false } }, [none], [null, []]],
  ['$type null is null only', { f: { $type: 10 } }, [null, [null]], [none, 0]],
  ['$gte and $lte null include missing', { f: { $gte: null } }, [null, none], [0, 'a']],
  ['$gt null matches nothing', { f: { $gt: null } }, [], [null, none, 29, 'a']],
  ['$in with null includes missing', { f: { $in: [null, 1] } }, [none, null, 1], [2]],
  ['$nin with null excludes missing', { f: { $nin: [null, 1] } }, [2], [none, null, 1]],
  ['$ne null excludes missing', { f: { $ne: null } }, [0, ''], [none, null]],
  ['$ne keeps missing', { f: { $ne: 1 } }, [none, null, '1'], [1, [1]]],
  ['$not keeps missing, unlike the opposite range', { f: { $not: { $gt: 5 } } }, [none, 5, 'x', null], [6]],
  ['types do not mix', { f: { $gt: 1 } }, [2], ['2', true, null, [], {}]],
  ['text is ordered by code point', { f: { $gt: '\uffee' } }, ['😀'], ['a']],
  ['an array matches by any element', { f: 'vip' }, ['vip', ['a', 'vip']], [['a'], [['vip']]]],
  ['an array equals itself, in order, or stands in an array', { f: ['A', 'B'] }, [['A', 'B'], [['A', 'B']]], [['B', 'A'], ['A']]],
  ['different elements may satisfy each side', { f: { $gt: 15, $lt: 20 } }, [[10, 30], 16], [[10], [30]]],
  ['$elemMatch needs one element for all', { f: { $elemMatch: { $gt: 15, $lt: 20 } } }, [[16]], [[10, 30], 16]],
  ['$ne of an array: no element', { f: { $ne: 1 } }, [[2, 3], []], [[1, 2]]],
  ['$elemMatch $ne: some element', { f: { $elemMatch: { $ne: 1 } } }, [[1, 2]], [[1, 1], [], none]],
  ['$all of one value matches a scalar', { f: { $all: [50] } }, [50, [50, 1]], [[1], none]],
  ['$all of nothing matches nothing', { f: { $all: [] } }, [], [[], none, [1]]],
  [
    '$all with an array',
    { f: { $all: [[1, 2]] } },
    [
      [1, 2],
      [[1, 2], 3],
    ],
    [[2, 1]],
  ],
  ['$size counts arrays only', { f: { $size: 1 } }, [[1], [[1, 2]]], [1, 'a', [], none]],
  ['$type looks at elements', { f: { $type: 'string' } }, ['a', [1, 'a']], [1, [1]]],
  ['$type array is the field itself', { f: { $type: 'array' } }, [[], [1]], [1]],
  ['$mod takes numbers only, cut to whole ones', { f: { $mod: [2, 0] } }, [4, 4.9, 0, -2, [1, 2]], ['4', null, true, none, 5]],
  ['$mod keeps the sign of the dividend', { f: { $mod: [3, -1] } }, [-1, -4], [1, 2]],
  ['$regex takes text only', { f: { $regex: '^a' } }, ['ab', ['x', 'ab']], [1, null, none, 'ba']],
  ['$in takes arrays', { f: { $in: [[1, 2]] } }, [[1, 2], [[1, 2]]], [[1], 1]],
  ['one level of elements', { f: { $in: [1] } }, [[1], 1], [[[1]]]],
  ['a path opens an array of objects', { 'f.x': 1 }, [{ x: 1 }, [{ x: 2 }, { x: 1 }], [{ x: [1] }], { x: [1] }], [[[{ x: 1 }]], 1, none]],
  ['a path: what it collects is not an array', { 'f.x': [1, 2] }, [[{ x: [1, 2] }], { x: [[1, 2]] }], [[{ x: 1 }, { x: 2 }]]],
  ['a path: nor has it a size', { 'f.x': { $size: 2 } }, [[{ x: [1, 2] }]], [[{ x: 1 }, { x: 2 }]]],
  [
    'a path: null against an element without the key',
    { 'f.x': null },
    [[{ x: 1 }, {}], {}, none, 5, null, [{ x: null }]],
    [[], [1, 2], [{ x: 1 }], [null]],
  ],
  ['a path through a scalar inside an array', { 'f.x.y': { $in: [null, 1] } }, [[{ x: null }], [{ x: 'text' }]], [[{ x: { y: 2 } }]]],
  ['a path: $exists and $ne null together', { 'f.x': { $exists: true, $ne: null } }, [[{ x: 1 }]], [[{ x: 1 }, {}], none]],
  ['a path: both sides from different elements', { 'f.x': 5, 'f.y': 'A' }, [[{ x: 5 }, { y: 'A' }]], [[{ x: 5 }]]],
  ['$elemMatch: both from one', { f: { $elemMatch: { x: 5, y: 'A' } } }, [[{ x: 5, y: 'A' }]], [[{ x: 5 }, { y: 'A' }], { x: 5, y: 'A' }]],
  ['$elemMatch with names wants objects', { f: { $elemMatch: { x: null } } }, [[{}]], [[1], ['a'], [null]]],
  ['$elemMatch reads an inner array by place', { f: { $elemMatch: { '0': 7 } } }, [[[7]], [{ '0': 7 }]], [[7]]],
  ['a number is a place', { 'f.0': 1 }, [[1, 2], { '0': 1 }, [{ '0': 1 }]], [[2, 1], []]],
  ['a place that is not there', { 'f.0': null }, [none, {}], [[]]],
  ['an element named by place is not opened', { 'f.0': 1 }, [], [[[1, 2]]]],
  ['a place, then a key', { 'f.1.x': 1 }, [[0, { x: 1 }], { '1': { x: 1 } }, [0, [{ x: 1 }]]], [[{ x: 1 }]]],
  [
    'keys of an object have no order here',
    { f: { x: 1, y: 2 } },
    [
      { x: 1, y: 2 },
      { y: 2, x: 1 },
    ],
    [{ x: 1 }, { x: 1, y: 2, z: 3 }],
  ],
  ['names of JavaScript are names', { 'f.constructor': { $exists: true } }, [{ constructor: 1 }], [{}, none]],
  ['$nor matches what lacks the fields', { $nor: [{ f: 1 }] }, [none, 2], [1]],
  [
    'a moving date against an ISO text',
    { f: { $gte: { $now: '-P14D' } } },
    ['2026-06-01T12:00:00Z', '2026-06-02', ['2027-01-01']],
    ['2026-06-01', 'soon', '2026-02-30', 5, none],
  ],
];

describe('MongoDB’s rules', () => {
  test.each(rules)('%s', (_, filter, yes, no) => {
    const result = parseWhere(inMetadata(filter));
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    for (const value of [...yes, ...no]) {
      const doc = { metadata: value === none ? {} : { f: value } };
      expect([value, matches(result.ast, doc, { now })]).toEqual([value, yes.includes(value)]);
    }
  });
});

function inMetadata(filter: Json): Json {
  if (Array.isArray(filter)) return filter.map(inMetadata);
  if (typeof filter !== 'object' || filter === null) return filter;
  return Object.fromEntries(
    Object.entries(filter).map(([key, value]) => (key.startsWith('f') ? [`metadata.${key}`, value] : [key, inMetadata(value)])),
  );
}
