import { describe, expect, test } from 'vitest';
import { recordCatalogue } from '@/filter/catalogue';
import { describeWhere } from '@/filter/describe';
import { parseWhere } from '@/filter/parse';

const audience = 'aud_01jzzzzzzzzzzzzzzzzzzzzzzz';
const named = (id: string) => (id === audience ? 'Customers' : undefined);

const words: [unknown, string][] = [
  [{}, 'everyone'],
  [
    { country: 'US', tags: { $in: ['lead', 'mql'] }, lastEmailOpenedAt: { $gte: { $now: '-P30D' } } },
    'country is US, tags include lead or mql, and opened an email in the last 30 days',
  ],
  [
    { $and: [{ tags: 'vip' }, { lastEmailOpenedAt: { $gte: '2026-03-25T00:00:00Z' } }] },
    'tags include vip, and opened an email on or after 25 March 2026',
  ],
  [{ lastEmailOpenedAt: { $lt: { $now: '-P90D' } } }, 'last opened an email more than 90 days ago'],
  [{ lastEmailOpenedAt: null }, 'never opened an email'],
  [{ lastEmailClickedAt: { $exists: false } }, 'never clicked in an email'],
  [{ lastEmailSentAt: { $lt: { $now: '-P1M' } } }, 'was last sent an email more than 1 month ago'],
  [{ createdAt: { $gte: { $now: '-P1M' } } }, 'was added in the last month'],
  [{ createdAt: { $lt: '2026-06-01T09:30:00Z' } }, 'was added before 1 June 2026, 09:30 UTC'],
  [{ country: { $ne: 'US' } }, 'country is not US'],
  [{ country: { $in: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] } }, 'country is A, B, C, D, E or 3 more'],
  [{ tags: { $nin: ['a', 'b'] } }, 'tags do not include a or b'],
  [{ tags: { $all: ['a', 'b'] } }, 'tags include a and b'],
  [{ tags: { $size: 0 } }, 'has no tags'],
  [{ tags: { $size: 1 } }, 'has exactly 1 tag'],
  [{ tags: { $regex: '^v' } }, 'one of the tags matches /^v/'],
  [{ phone: { $exists: true } }, 'has a phone'],
  [{ email: null }, 'has no email'],
  [{ 'metadata.company': 'Acme Inc' }, 'company is “Acme Inc”'],
  [{ 'metadata.code': '7' }, 'code is “7”'],
  [{ 'metadata.note': '' }, 'note is an empty text'],
  [{ 'metadata.age': { $gt: 30, $lte: 65 } }, 'age is more than 30 and age is at most 65'],
  [{ 'metadata.orders.total': { $gte: 12345.5 } }, 'orders → total is at least 12,345.5'],
  [{ 'metadata.age': { $not: { $gt: 30 } } }, 'not (age is more than 30)'],
  [{ 'metadata.n': { $mod: [5, 2] } }, 'n divided by 5 leaves 2'],
  [{ 'metadata.n': { $type: ['int', 'null'] } }, 'n is a whole number or null'],
  [{ 'metadata.renews': { $lte: { $now: 'P1M' } } }, 'renews is no later than 1 month from now'],
  [{ name: { $regex: 'son$', $options: 'i' } }, 'name matches /son$/i'],
  [
    { 'metadata.orders': { $elemMatch: { total: { $gt: 5 }, paid: true } } },
    'an entry of orders where total is more than 5 and paid is true',
  ],
  [{ 'metadata.scores': { $elemMatch: { $gt: 5, $lt: 9 } } }, 'an entry of scores where it is more than 5 and it is less than 9'],
  [
    { $or: [{ country: 'US' }, { country: 'CA', tags: 'vip' }, { $or: [{ name: 'A' }, { name: null }] }] },
    'either country is US or (country is CA and tags include vip) or (either name is A or has no name)',
  ],
  [{ country: 'US', $or: [{ tags: 'a' }, { tags: 'b' }] }, 'country is US, and either tags include a or tags include b'],
  [{ $nor: [{ country: 'US' }, { tags: 'vip' }] }, 'neither country is US nor tags include vip'],
  [{ $nor: [{ country: 'US', tags: 'vip' }] }, 'not (country is US and tags include vip)'],
  [{ $did: { event: 'signup' } }, 'did signup'],
  [{ $did: { event: 'login', count: 0, since: '2026-01-01' } }, 'did not do login since 1 January 2026'],
  [
    { $did: { event: 'purchase', count: { $gte: 3 }, since: { $now: '-P90D' }, where: { amount: { $gt: 50 } } } },
    'did purchase at least 3 times in the last 90 days where amount is more than 50',
  ],
  [{ country: 'DE', $inAudience: audience }, 'country is DE and is in “Customers”'],
];

describe('a filter in plain words', () => {
  test.each(words)('%j', (json, text) => {
    const result = parseWhere(json);
    expect(result.ok ? describeWhere(result.ast, { audience: named }) : result.issues).toBe(text);
  });

  test('of records', () => {
    const catalogue = recordCatalogue('company');
    const result = parseWhere({ city: 'Lyon', employees: { $gte: 50 } }, catalogue);
    expect(result.ok && describeWhere(result.ast, { catalogue })).toBe('city is Lyon and employees is at least 50');
  });
});
