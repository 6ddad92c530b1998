import { type SQL, sql } from 'drizzle-orm';
import type { Insights } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';

/** Counts of one population: by dimension and value. */
export type Breakdown = { count: number; withEmail: number; withPhone: number; by: Map<string, Map<string | null, number>> };

/** Upper ends of the buckets of an age in days; the last bucket is open. */
export const ageEnds = [7, 30, 90, 365] as const;
const ageOf = (column: SQL, now: Date): SQL => {
  const days = (n: number) => new Date(now.getTime() - n * 86_400_000).toISOString();
  return sql`case when ${column} is null then 'never'
      when ${column} > ${days(7)}::timestamptz then '7' when ${column} > ${days(30)}::timestamptz then '30'
      when ${column} > ${days(90)}::timestamptz then '90' when ${column} > ${days(365)}::timestamptz then '365' else 'older' end`;
};

/** Every dimension of the contacts that `where` selects, from one scan. */
export async function breakdowns(tx: Executor, ctx: Pick<Ctx, 'orgId' | 'now'>, where: SQL): Promise<Breakdown> {
  const rows = await tx.execute<{ dim: string; value: string | null; n: number; e: number; p: number }>(sql`
    with m as materialized (
      select c.country, c.timezone, c.language, c.tags, c.email is not null as e, c.phone is not null as p,
             ${ageOf(sql`c.created_at`, ctx.now)} as age, ${ageOf(sql`c.last_email_sent_at`, ctx.now)} as sent,
             ${ageOf(sql`c.last_email_opened_at`, ctx.now)} as opened, ${ageOf(sql`c.last_email_clicked_at`, ctx.now)} as clicked
      from contacts c where c.org_id = ${ctx.orgId} and (${where}))
    select case grouping(country, timezone, language, age, sent, opened, clicked)
             when 63 then 'country' when 95 then 'timezone' when 111 then 'language' when 119 then 'age'
             when 123 then 'sent' when 125 then 'opened' when 126 then 'clicked' else 'all' end as dim,
           coalesce(country, timezone, language, age, sent, opened, clicked) as value,
           count(*)::int as n, (count(*) filter (where e))::int as e, (count(*) filter (where p))::int as p
    from m group by grouping sets ((country), (timezone), (language), (age), (sent), (opened), (clicked), ())
    union all
    select 'tag', t, sum(n)::int, 0, 0 from (select tags, count(*) as n from m group by tags) g, unnest(tags) t group by t`);
  const by: Breakdown['by'] = new Map();
  for (const row of rows) {
    if (!by.has(row.dim)) by.set(row.dim, new Map());
    by.get(row.dim)?.set(row.value, row.n);
  }
  const all = rows.find((row) => row.dim === 'all');
  return { count: all?.n ?? 0, withEmail: all?.e ?? 0, withPhone: all?.p ?? 0, by };
}

/** How many contacts the organization has. */
export async function listSize(tx: Executor, ctx: Pick<Ctx, 'orgId'>): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from contacts c where c.org_id = ${ctx.orgId}`);
  return row?.n ?? 0;
}

/** The commonest metadata keys of the sampled audience with their commonest values, beside the sampled list. */
export async function metadataValues(tx: Executor, ctx: Pick<Ctx, 'orgId'>, where: SQL, inSample: SQL): Promise<Insights['metadata']> {
  type Row = { key: string; value: string; n: number; n_all: number; present: number; present_all: number };
  const rows = await tx.execute<Row & { own: number; every: number }>(sql`
    with s as materialized (select c.metadata, (${where}) is true as own from contacts c where c.org_id = ${ctx.orgId} and ${inSample}),
         v as (
           select m.key, m.value #>> '{}' as value, count(*) filter (where own) as n, count(*) as n_all
           from s, jsonb_each(s.metadata) m where jsonb_typeof(m.value) in ('string', 'number', 'boolean') group by 1, 2),
         r as (
           select *, sum(n) over k as present, sum(n_all) over k as present_all, row_number() over (partition by key order by n desc, value) as rank
           from v window k as (partition by key))
    select key, value, n::int, n_all::int, present::int, present_all::int,
           (select count(*) from s where own)::int as own, (select count(*) from s)::int as every
    from r where rank <= 8 and n > 0 and present > 0
    order by present desc, key, rank limit 160`);
  const keys = new Map<string, Insights['metadata'][number]>();
  for (const row of rows) {
    const entry = keys.get(row.key) ?? { key: row.key, present: row.present, values: [] };
    keys.set(row.key, entry);
    entry.values.push(bucket(row.value, row.n, row.own, row.n_all, row.every));
  }
  return [...keys.values()];
}

/** One dimension of an audience beside the same of the list, the commonest values first. */
export function compare(own: Breakdown, all: Breakdown, dim: string, keep = 20): Insights['country'] {
  const mine = own.by.get(dim) ?? new Map<string | null, number>();
  const theirs = all.by.get(dim) ?? new Map<string | null, number>();
  return [...mine]
    .sort((a, b) => b[1] - a[1])
    .slice(0, keep)
    .map(([value, n]) => bucket(value, n, own.count, theirs.get(value) ?? 0, all.count));
}

function bucket(value: string | null, count: number, of: number, countAll: number, ofAll: number): Insights['country'][number] {
  const share = of ? count / of : 0;
  const shareOfAll = ofAll ? countAll / ofAll : 0;
  return { value, count, share, share_of_all: shareOfAll, index: shareOfAll ? share / shareOfAll : null };
}
