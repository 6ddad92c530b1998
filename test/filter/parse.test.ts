import { describe, expect, test } from 'vitest';
import { contactCatalogue, recordCatalogue } from '@/filter/catalogue';
import { parseFilter, parseWhere } from '@/filter/parse';
import { printFilter, printWhere } from '@/filter/print';

const issues = (input: unknown) => {
  const result = parseWhere(input);
  return result.ok ? [] : result.issues;
};
const first = (input: unknown) => issues(input)[0];

describe('what is refused', () => {
  test.each([
    [{ contry: 'US' }, ['contry'], 'unknown field `contry`; did you mean `country`?'],
    [{ last_email_opened_at: null }, ['last_email_opened_at'], 'unknown field `last_email_opened_at`; did you mean `lastEmailOpenedAt`?'],
    [{ company: 'Acme' }, ['company'], 'unknown field `company`; a key of metadata is written `metadata.company`'],
    [{ $and: [{ tags: 'a' }, { $or: [{ emial: 'x' }] }] }, ['$and', 1, '$or', 0, 'emial'], 'unknown field `emial`; did you mean `email`?'],
    [{ country: { $regexp: 'x' } }, ['country', '$regexp'], 'unknown operator `$regexp`; did you mean `$regex`?'],
    [{ $where: '1' }, ['$where'], 'unknown operator `$where`'],
    [{ $not: { country: 'US' } }, ['$not'], '`$not` stands under a field; for whole conditions use `$nor`'],
    [{ country: { $and: [] } }, ['country', '$and'], '`$and` holds conditions and cannot stand under a field'],
    [
      { country: { $eq: 'US', name: 'x' } },
      ['country', 'name'],
      '`name` stands among operators; a value with such a key cannot be mixed with them',
    ],
    [{ 'metadata.a': { b: { $where: '1' } } }, ['metadata.a', 'b', '$where'], '`$where` cannot stand inside a value'],
    [{ 'metadata.a': { $in: [1, { $gt: 2 }] } }, ['metadata.a', '$in', 1, '$gt'], '`$gt` cannot stand inside a value'],
    [{ country: { $in: null } }, ['country', '$in'], '`$in` takes an array, not null'],
    [{ country: { $not: 'US' } }, ['country', '$not'], '`$not` takes an object of operators, not a string; for a value use $ne'],
    [{ $or: [] }, ['$or'], '`$or` cannot be empty'],
    [{ 'metadata.a': { $mod: [0, 1] } }, ['metadata.a', '$mod', 0], 'a divisor cannot be 0'],
    [{ 'metadata.a': { $gt: [1] } }, ['metadata.a', '$gt'], '`$gt` compares with a number, a text, a boolean, a date or null'],
    [{ 'metadata.a': { $size: 1.5 } }, ['metadata.a', '$size'], '`$size` takes a whole number from 0'],
    [{ 'metadata.a': { $exists: 'no' } }, ['metadata.a', '$exists'], '`$exists` takes true or false'],
    [{ 'metadata.a': { $options: 'i' } }, ['metadata.a', '$options'], '`$options` needs a `$regex` beside it'],
    [{ 'metadata..a': 1 }, ['metadata..a'], '`metadata..a` has an empty part'],
    [{ 'metadata.$a': 1 }, ['metadata.$a'], '`metadata.$a`: a part of a path cannot start with $'],
    [{ country: { $gt: { $now: 'P1D' } } }, ['country', '$gt'], '`country` is not a date'],
    [
      { createdAt: { $gt: { $now: '30 days' } } },
      ['createdAt', '$gt', '$now'],
      'an ISO 8601 duration is expected, such as "-P30D" (30 days ago) or "P1M"',
    ],
    [{ id: { $gt: 'con_1' } }, ['id', '$gt'], '`id` has no order: use $eq, $ne, $in or $nin'],
    [{ $did: { where: {} } }, ['$did'], '`$did` needs the name of an event'],
    [{ $did: { event: 'x', times: 3 } }, ['$did', 'times'], '`$did` knows event, where, count and since'],
    [{ $did: { event: 'x', count: { $ne: 3 } } }, ['$did', 'count', '$ne'], '`count` knows $eq, $gt, $gte, $lt and $lte'],
    [
      { $did: { event: 'x', where: { $did: { event: 'y' } } } },
      ['$did', 'where', '$did'],
      '`$did` is about contacts and cannot stand here',
    ],
    [{ $inAudience: 'everyone' }, ['$inAudience'], '`$inAudience` takes the id of an audience (aud_…)'],
  ])('%j', (input, path, message) => {
    expect(first(input)).toMatchObject({ path, message });
  });

  test.each(['2026-02-29', '2026-13-01', 'yesterday', '25/03/2026', 1774396800000, true, ['2026-01-01'], '2026-03-25T25:00:00Z'])(
    'a date written as %j',
    (value) => {
      expect(first({ lastEmailOpenedAt: { $gte: value } })?.code).toBe(Array.isArray(value) ? 'invalid_date' : 'invalid_date');
    },
  );

  test.each([
    '(a)\\1',
    '(?=a)',
    '(?<!a)b',
    '(?<n>a)',
    '\\k<n>',
    'a{51}',
    'a{1,60}',
    '((a{50}){50}){50}',
    '(',
    'a)',
    '[a',
    '*a',
    'a**',
    '\\p{L}',
    '[[:alpha:]]',
    'a++',
    'x'.repeat(201),
    '^*',
  ])('the pattern %s', (pattern) => {
    expect(first({ name: { $regex: pattern } })).toMatchObject({ path: ['name', '$regex'], code: 'invalid_regex' });
  });

  test('every problem at once, each with its place', () => {
    expect(issues({ contry: 1, tags: { $foo: 1, $bar: 2 }, $or: [{ x: 1 }] }).map((issue) => issue.path)).toEqual([
      ['contry'],
      ['tags', '$foo'],
      ['tags', '$bar'],
      ['$or', 0, 'x'],
    ]);
  });

  test('values that are never equal only warn', () => {
    const result = parseWhere({ country: 5 });
    expect(result).toMatchObject({ ok: true, warnings: [{ path: ['country'], code: 'never_matches' }] });
  });
});

describe('the envelope', () => {
  test('holds a datatype and its conditions', () => {
    const body = { where: { country: 'US' }, datatype: 'contact' };
    const result = parseFilter(body);
    expect(result.ok && JSON.stringify(printFilter(result.ast))).toBe(JSON.stringify(body));
  });

  test.each([
    [{ country: 'US' }, ['country']],
    [{ datatype: 'contact' }, ['where']],
    [{ where: {} }, ['datatype']],
    [{ datatype: 'company', where: {} }, ['datatype']],
    [{ datatype: 'contact', where: { x: 1 } }, ['where', 'x']],
    [[], []],
    [null, []],
  ])('%j is refused', (body, path) => {
    const result = parseFilter(body);
    expect(result.ok ? null : result.issues[0]?.path).toEqual(path);
  });

  test('reads other datatypes through their catalogue', () => {
    const of = (datatype: string) => (datatype === 'company' ? recordCatalogue('company') : undefined);
    const result = parseFilter({ datatype: 'company', where: { size: { $gt: 50 }, 'data.city': 'Lyon' } }, of);
    expect(result).toMatchObject({
      ok: true,
      ast: { where: { members: [{ field: { column: 'data', path: ['size'] } }, { field: { path: ['city'] } }] } },
    });
    expect(parseFilter({ datatype: 'company', where: { $did: { event: 'x' } } }, of).ok).toBe(false);
  });

  test('knows the metadata keys of the organization when it is told', () => {
    const result = parseWhere({ company: 'Acme' }, { ...contactCatalogue, keys: ['company', 'plan'] });
    expect(result.ok ? null : result.issues[0]?.message).toBe('unknown field `company`; did you mean `metadata.company`?');
  });
});

describe('printing', () => {
  test.each([
    { tags: { $options: 'i', $exists: true, $regex: 'x' } },
    { tags: { $regex: 'x', $exists: true, $options: 'i' } },
    { name: { $regex: 'x', $options: '' } },
    { country: { $eq: 'US' } },
    { $and: [{ $and: [{}] }] },
    { 'metadata.a': { b: { c: [1, '1', null, { d: [] }] } } },
    { 'metadata.a': { $exists: 1 }, 'metadata.b': { $type: [2, 'int'] } },
    { createdAt: { $gte: '2026-03-25', $lt: { $now: 'P0D' } } },
    { $did: { since: { $now: '-P9D' }, count: 3, event: 'x', where: { amount: { $gt: 5 }, 'properties.amount': 1 } } },
    { $did: { event: 'x', count: { $lte: 5, $gte: 2 } } },
    { $inAudience: 'aud_01jzzzzzzzzzzzzzzzzzzzzzzz' },
    { tags: { $all: ['a', { $elemMatch: { $ne: 'b' } }] } },
    { 'metadata.a': { $elemMatch: { $or: [{ x: 1 }, { y: { $elemMatch: {} } }] } } },
    { 'metadata.a': { $mod: [4.5, -0.5] } },
    JSON.parse('{"metadata.__proto__": {"__proto__": {"x": 1}}}'),
  ])('%j comes back as it was', (json) => {
    const result = parseWhere(json);
    expect(result.ok && JSON.stringify(printWhere(result.ast))).toBe(JSON.stringify(json));
  });

  test('two conditions of one name become an $and, none is lost', () => {
    const read = (json: unknown) => {
      const result = parseWhere(json);
      if (!result.ok) throw new Error('refused');
      return result.ast.members;
    };
    expect(printWhere({ members: [...read({ tags: 'a' }), ...read({ tags: 'b' })] })).toEqual({ $and: [{ tags: 'a' }, { tags: 'b' }] });
  });
});
