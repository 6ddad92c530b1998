import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTest } from '@/components/segments/condition/read';
import { writeTest } from '@/components/segments/condition/write';
import { check } from '@/components/segments/json/check';
import { formatFilter } from '@/components/segments/json/format';
import { add, duplicate, emptyCondition, emptyGroup, move, remove, setMatch, update } from '@/components/segments/model/edit';
import { type Condition, conditionsOf, type Group, type JsonObject, printWhere, readWhere } from '@/components/segments/model/tree';
import type { Json } from '@/filter/ast';
import { now, whereJson } from '../filter/arbitraries';

void now;
const text = (value: unknown) => JSON.stringify(value);

describe('the visual view loses nothing', () => {
  it('gives back every filter, key order included (2,000 random filters)', () => {
    fc.assert(
      fc.property(whereJson, (where) => {
        expect(text(printWhere(readWhere(where)))).toBe(text(where));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives back any JSON object whatsoever, also what is no filter', () => {
    const odd = fc.dictionary(
      fc.constantFrom('$and', '$or', '$nor', '$not', '__proto__', 'country', '$did', 'x'),
      fc.jsonValue() as fc.Arbitrary<Json>,
    );
    fc.assert(
      fc.property(odd, (where) => {
        const plain = JSON.parse(text(where)) as JsonObject;
        expect(text(printWhere(readWhere(plain)))).toBe(text(plain));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every other condition when one is edited, and when conditions move', () => {
    fc.assert(
      fc.property(whereJson, fc.nat(), fc.constantFrom<-1 | 1>(-1, 1), (where, pick, step) => {
        const root = readWhere(where);
        const all = conditionsOf(root);
        fc.pre(all.length > 0);
        const chosen = all[pick % all.length] as Condition;
        const others = all.filter((c) => c !== chosen).map((c) => text([c.key, c.value]));
        const edited = update<Condition>(root, chosen.id, (c) => ({ ...c, value: 'other' }));
        const moved = move(edited, chosen.id, step) ?? edited;
        const kept = conditionsOf(readWhere(printWhere(moved))).map((c) => text([c.key, c.value]));
        for (const other of others) expect(kept).toContain(other);
        expect(kept).toContain(text([chosen.key, 'other']));
        expect(kept).toHaveLength(all.length);
      }),
      { numRuns: 500 },
    );
  });

  it('writes an operator as it was read, whenever it has words for it', () => {
    fc.assert(
      fc.property(whereJson, (where) => {
        for (const { value } of conditionsOf(readWhere(where))) {
          const test = readTest(value as Json);
          const [low, high] = Array.isArray(test?.value) ? test.value : [];
          if (!test || test.value === '' || low === '' || high === '') continue;
          const written = writeTest(test, value);
          if (test.operator === 'matches' || (Array.isArray(test.value) && test.value.length === 0)) continue;
          expect(readTest(written as Json)).toEqual(test);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('formats without changing the filter', () => {
    fc.assert(
      fc.property(whereJson, (where) => {
        const filter = { where, datatype: 'contact' };
        expect(text(JSON.parse(formatFilter(filter)))).toBe(text(filter));
      }),
      { numRuns: 500 },
    );
  });
});

describe('edits', () => {
  const first = (group: Group) => group.nodes[0] as Condition;

  it('a condition that is not finished does not count', () => {
    const root = add(readWhere({ country: 'US' }), 'none', emptyCondition());
    const added = add(root, root.id, emptyCondition());
    expect(printWhere(added)).toEqual({ country: 'US' });
    expect(printWhere(add(root, root.id, emptyGroup('none')))).toEqual({ country: 'US' });
  });

  it('an unfinished group of all is not everyone', () => {
    const root = readWhere({ $or: [{ country: 'US' }, { tags: 'vip' }] });
    const group = emptyGroup('any');
    const all = setMatch(add(root, root.id, group), group.id, 'all');
    expect(printWhere(all)).toEqual({ $or: [{ country: 'US' }, { tags: 'vip' }] });
  });

  it('taking the last condition of a group out does not make it everyone', () => {
    const root = readWhere({ $or: [{ country: 'US' }, { tags: 'vip', name: 'A' }] });
    const pair = root.nodes[1] as Group;
    const one = remove(root, first(pair).id);
    expect(printWhere(one)).toEqual({ $or: [{ country: 'US' }, { name: 'A' }] });
    expect(printWhere(remove(one, (pair.nodes[1] as Condition).id))).toEqual({ $or: [{ country: 'US' }] });
  });

  it('two conditions on one field stand side by side', () => {
    const root = readWhere({ country: 'US', tags: 'vip' });
    const twice = duplicate(root, first(root).id)?.root as Group;
    expect(printWhere(twice)).toEqual({ $and: [{ country: 'US' }, { country: 'US' }, { tags: 'vip' }] });
  });

  it('a condition moves into a group and out at its other end', () => {
    let root: Group | null = readWhere({ name: 'A', $or: [{ country: 'US' }, { tags: 'vip' }], email: 'b' });
    const id = first(root).id;
    const seen: string[] = [];
    for (let next: Group | null = root; next; next = root && move(root, id, 1)) {
      root = next;
      seen.push(text(printWhere(next)));
    }
    expect(seen).toEqual([
      '{"name":"A","$or":[{"country":"US"},{"tags":"vip"}],"email":"b"}',
      '{"$or":[{"name":"A"},{"country":"US"},{"tags":"vip"}],"email":"b"}',
      '{"$or":[{"country":"US"},{"name":"A"},{"tags":"vip"}],"email":"b"}',
      '{"$or":[{"country":"US"},{"tags":"vip"},{"name":"A"}],"email":"b"}',
      '{"$or":[{"country":"US"},{"tags":"vip"}],"name":"A","email":"b"}',
      '{"$or":[{"country":"US"},{"tags":"vip"}],"email":"b","name":"A"}',
    ]);
  });

  it('all, any, none', () => {
    const root = readWhere({ country: 'US', tags: 'vip' });
    const none = setMatch(root, root.id, 'none');
    expect(printWhere(none)).toEqual({ $nor: [{ country: 'US' }, { tags: 'vip' }] });
    expect(printWhere(setMatch(none, root.id, 'all'))).toEqual({ country: 'US', tags: 'vip' });
  });
});

describe('places in the text', () => {
  const marked = (source: string) => {
    const { marks } = check(source, ['plan']);
    return marks.map((m) => [source.slice(m.from, m.to), m.message]);
  };
  const where = (inner: string) => `{"datatype": "contact", "where": ${inner}}`;

  it.each([
    [where('{"contry": "US"}'), '"contry"', 'unknown field `contry`; did you mean `country`?'],
    [where('{"$and": [{"tags": "vip"}, {"createdAt": {"$gt": "soon"}}]}'), '"$gt"', '`createdAt` is a date'],
    [where('{"tags": {"$inn": ["a"]}}'), '"$inn"', 'did you mean `$in`?'],
    [where('{"plan": "pro"}'), '"plan"', 'did you mean `metadata.plan`?'],
    [where('{"country": "US", "country": "DE"}'), '"country"', 'written twice'],
    [where('{"country": "US",}'), ',', 'a comma too many'],
    [where('{"country" "US"}'), '"country"', 'a colon is missing'],
    [where('{"country": "US" "tags": 1}'), '"', 'a comma is missing'],
    [where('{country: "US"}'), 'country', 'a name stands in double quotes'],
    [where('{"country": \'US\'}'), "'", 'double quotes'],
    ['{"where": {"country": "US"', '"', '`}` is missing at the end'],
    ['', '', 'a value is missing'],
  ])('%s', (source, place, message) => {
    const [mark] = marked(source);
    expect(mark?.[0]).toBe(place);
    expect(mark?.[1]).toContain(message);
  });

  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '1', ' '), (source, at, put) => {
        const changed = source.slice(0, at % (source.length + 1)) + put + source.slice(at % (source.length + 1));
        let parsed: unknown;
        try {
          parsed = JSON.parse(changed);
        } catch {
          parsed = undefined;
        }
        const { marks, ok } = check(changed);
        if (parsed === undefined) expect(marks.length).toBeGreaterThan(0);
        expect(ok && parsed === undefined).toBe(false);
        for (const m of marks) expect(m.from <= m.to && m.to <= changed.length).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
