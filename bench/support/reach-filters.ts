import { type SQL, sql } from 'drizzle-orm';

/**
 * One filter of the benchmark and what a plain implementation runs for it: text predicates on the same rows, no index. `selective`: an
 * equality or tags that select at most 5,000 of a million.
 */
export type Case = { name: string; where: Record<string, unknown>; plain: SQL; selective?: true };

const ago = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

/** Twenty filters over the people of scripts/people, from one contact to all. `one`: somebody's address and postcode. */
export function reachFilters(now: Date, one: { email: string; postcode: string }): Case[] {
  const at = (days: number) => sql`${ago(now, days)}::timestamptz`;
  return [
    { name: 'email', where: { email: one.email }, plain: sql`c.email = ${one.email}`, selective: true },
    {
      name: 'nested equality, rare',
      where: { 'metadata.address.postcode': one.postcode },
      plain: sql`c.metadata->'address'->>'postcode' = ${one.postcode}`,
      selective: true,
    },
    {
      name: 'metadata equality, rare',
      where: { 'metadata.birthday': '1985-06-15' },
      plain: sql`c.metadata->>'birthday' = '1985-06-15'`,
      selective: true,
    },
    {
      name: 'two equalities and a tag',
      where: { 'metadata.company': 'Acme', 'metadata.source': 'event', tags: 'vip', country: 'JP' },
      plain: sql`c.metadata->>'company' = 'Acme' and c.metadata->>'source' = 'event' and 'vip' = any(c.tags) and c.country = 'JP'`,
      selective: true,
    },
    {
      name: 'tags $all',
      where: { tags: { $all: ['vip', 'beta', 'new'] } },
      plain: sql`'vip' = any(c.tags) and 'beta' = any(c.tags) and 'new' = any(c.tags)`,
      selective: true,
    },
    {
      name: 'country and tags $in',
      where: { country: 'US', tags: { $in: ['new', 'beta'] } },
      plain: sql`c.country = 'US' and ('new' = any(c.tags) or 'beta' = any(c.tags))`,
    },
    {
      name: 'tag and date',
      where: { $and: [{ tags: 'vip' }, { lastEmailOpenedAt: { $gte: ago(now, 30) } }] },
      plain: sql`'vip' = any(c.tags) and c.last_email_opened_at >= ${at(30)}`,
    },
    {
      name: 'metadata range',
      where: { 'metadata.score': { $gte: 60, $lt: 80 } },
      plain: sql`(c.metadata->>'score')::numeric >= 60 and (c.metadata->>'score')::numeric < 80`,
    },
    { name: 'metadata equality', where: { 'metadata.plan': 'pro' }, plain: sql`c.metadata->>'plan' = 'pro'` },
    {
      name: 'metadata $ne',
      where: { 'metadata.plan': { $ne: 'free' } },
      plain: sql`coalesce(c.metadata->>'plan', '') <> 'free'`,
    },
    {
      name: 'metadata $in',
      where: { 'metadata.plan': { $in: ['starter', 'pro'] } },
      plain: sql`c.metadata->>'plan' in ('starter', 'pro')`,
    },
    {
      name: 'metadata $nin',
      where: { 'metadata.source': { $nin: ['import', 'partner'] } },
      plain: sql`coalesce(c.metadata->>'source', '') not in ('import', 'partner')`,
    },
    {
      name: 'metadata $exists',
      where: { 'metadata.interests': { $exists: true } },
      plain: sql`c.metadata->>'interests' is not null`,
    },
    {
      name: '$not a range',
      where: { 'metadata.score': { $not: { $gt: 50 } } },
      plain: sql`((c.metadata->>'score')::numeric > 50) is not true`,
    },
    {
      name: '$or',
      where: { $or: [{ 'metadata.company': 'Globex' }, { 'metadata.seats': { $gt: 40 } }, { tags: 'beta' }] },
      plain: sql`c.metadata->>'company' = 'Globex' or (c.metadata->>'seats')::numeric > 40 or 'beta' = any(c.tags)`,
    },
    {
      name: '$elemMatch',
      where: { 'metadata.orders': { $elemMatch: { sku: 'mug', total: { $gt: 150 } } } },
      plain: sql`exists (select from jsonb_array_elements(c.metadata->'orders') o where o->>'sku' = 'mug' and (o->>'total')::numeric > 150)`,
    },
    {
      name: '$regex',
      where: { 'metadata.company': { $regex: '^a', $options: 'i' } },
      plain: sql`c.metadata->>'company' ~* '^a'`,
    },
    {
      name: 'dates',
      where: { createdAt: { $gte: ago(now, 200) }, lastEmailOpenedAt: { $lt: ago(now, 60) } },
      plain: sql`c.created_at >= ${at(200)} and c.last_email_opened_at < ${at(60)}`,
    },
    {
      name: 'nested metadata',
      where: { 'metadata.preferences.weekly': false, 'metadata.preferences.language': 'de' },
      plain: sql`c.metadata->'preferences'->>'weekly' = 'false' and c.metadata->'preferences'->>'language' = 'de'`,
    },
    { name: 'everyone', where: {}, plain: sql`true` },
  ];
}

/** One more than the twenty, of those that are counted by whom they leave out. */
export const leftOut: Case = {
  name: 'besides the twenty: tags $ne',
  where: { tags: { $ne: 'vip' } },
  plain: sql`not 'vip' = any(c.tags)`,
};

/** A hundred more, of every size, for how often the margin holds the truth. */
export function coverageFilters(now: Date): Record<string, unknown>[] {
  return Array.from({ length: 100 }, (_, i) => {
    if (i % 4 === 0) return { 'metadata.score': { $gte: i * 0.7, $lt: i * 0.7 + 0.5 + (i % 7) * 4 } };
    if (i % 4 === 1) return { createdAt: { $gte: ago(now, 45 + i * 8) } };
    if (i % 4 === 2) return { 'metadata.seats': { $gt: i / 2 }, 'metadata.source': { $ne: 'event' } };
    return { $nor: [{ 'metadata.nps': { $lt: i % 11 } }, { 'metadata.plan': { $regex: '^[es]' } }] };
  });
}
