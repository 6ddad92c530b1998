import { type SQL, sql } from 'drizzle-orm';
import type { Insights } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';

/** Counts of one population: by dimension and value. */
export type Breakdown = { count: number; withEmail: number; withPhone: number; by: Map<string, Map<string | null, number>> };

/** Buckets of an age in days by their upper ends, the last one open; `never` is no date at all. */
const ages = ['never', '7', '30', '90', '365', 'older'] as const;
const ageDims = ['age', 'sent', 'opened', 'clicked'] as const;

const ageOf = (column: SQL, now: Date): SQL => {
  const days = (n: number) => new Date(now.getTime() - n * 86_400_000).toISOString();
  return sql`case when ${column} is null then 0
      when ${column} > ${days(7)}::timestamptz then 1 when ${column} > ${days(30)}::timestamptz then 2
      when ${column} > ${days(90)}::timestamptz then 3 when ${column} > ${days(365)}::timestamptz then 4 else 5 end`;
};

/**
 * Every dimension of the contacts that `where` selects, from one scan. Grouped by whole tuples, of which there are a few thousand at
 * most, and not by each dimension: three look-ups a contact instead of nine; the tuples are added up here. What has six values or two
 * is one digit of a number.
 */
export async function breakdowns(tx: Executor, ctx: Pick<Ctx, 'orgId' | 'now'>, where: SQL): Promise<Breakdown> {
  const digits = sql`(case when c.email is null then 0 else 1 end + case when c.phone is null then 0 else 2 end
    + 4 * (${ageOf(sql`c.created_at`, ctx.now)} + 6 * (${ageOf(sql`c.last_email_sent_at`, ctx.now)}
    + 6 * (${ageOf(sql`c.last_email_opened_at`, ctx.now)} + 6 * ${ageOf(sql`c.last_email_clicked_at`, ctx.now)}))))`;
  type Tuple = {
    set: number;
    country: string | null;
    timezone: string | null;
    language: string | null;
    tags: string[] | null;
    digits: number | null;
    n: number;
  };
  const rows = await tx.execute<Tuple>(sql`
    select grouping(digits, tags)::int as set, country, timezone, language, tags, digits, count(*)::int as n
    from (select c.country, c.timezone, c.language, c.tags, ${digits} as digits from contacts c where c.org_id = ${ctx.orgId} and (${where}) offset 0) m
    group by grouping sets ((country, timezone, language), (tags), (digits))`);

  const result: Breakdown = { count: 0, withEmail: 0, withPhone: 0, by: new Map() };
  const add = (dim: string, value: string | null, n: number) => {
    const values = result.by.get(dim) ?? new Map<string | null, number>();
    result.by.set(dim, values.set(value, (values.get(value) ?? 0) + n));
  };
  for (const row of rows) {
    if (row.set === 2) for (const tag of new Set(row.tags)) add('tag', tag, row.n);
    else if (row.set === 3) for (const dim of ['country', 'timezone', 'language'] as const) add(dim, row[dim], row.n);
    else addDigits(row.digits ?? 0, row.n, result, add);
  }
  return result;
}

function addDigits(digits: number, n: number, result: Breakdown, add: (dim: string, value: string, n: number) => void): void {
  result.count += n;
  if (digits & 1) result.withEmail += n;
  if (digits & 2) result.withPhone += n;
  let rest = digits >> 2;
  for (const dim of ageDims) {
    add(dim, ages[rest % 6] as string, n);
    rest = Math.floor(rest / 6);
  }
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
