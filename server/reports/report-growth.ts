import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { GrowthQuery, GrowthReport } from '@/contracts/report';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { addDays, type Days, daysOf } from './range';
import { startsOf } from './starts';

/** What ends or begins a stay without anybody moving: the watch itself. */
const watching = sql`('watch', 'unwatch')`;

/** The size of a watched audience over time, who came and went, and what moved them. @param id raw uuid @throws AppError not_found */
export async function reportGrowth(ctx: Ctx, id: string, query: GrowthQuery): Promise<GrowthReport> {
  const audience = await findAudience(ctx, id);
  const days = daysOf(query, ctx.now);
  const [watched] = await ctx.db.execute<{ since: string | null }>(sql`
    select to_char(min(began_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since from watch_periods
    where org_id = ${ctx.orgId}::uuid and audience_id = ${audience.id}::uuid`);
  return {
    ...days,
    audience_id: encodeId('audience', audience.id),
    timezone: 'UTC',
    interval: query.interval,
    watched_since: watched?.since ?? null,
    data: watched?.since ? await sizes(ctx, audience.id, query, days) : [],
    causes: await causes(ctx, audience.id, days),
  };
}

/** Stays as their two ends, read by the indexes of those inside and of those who left. */
const moves = (ctx: Ctx, audienceId: string) => sql`
  select at, by, n from audience_stays s
  cross join lateral (values (s.entered_at, s.entered_by, 1), (s.left_at, s.left_by, -1)) m(at, by, n)
  where s.org_id = ${ctx.orgId}::uuid and s.audience_id = ${audienceId}::uuid and m.at is not null`;

type Size = { start: string; size: number | null; entered: number; left: number };

async function sizes(ctx: Ctx, audienceId: string, query: GrowthQuery, days: Days): Promise<Size[]> {
  const starts = startsOf(days, query.interval);
  const intervals = starts.map((start, i) => ({ start, end: starts[i + 1] ?? addDays(days.to, 1) }));
  const from = sql`${days.from}::date::timestamp at time zone 'UTC'`;
  const rows = await ctx.db.execute<Size>(sql`
    with moved as (
      select case when m.at >= ${from} then date_trunc(${sql.raw(`'${query.interval}'`)}, m.at at time zone 'UTC')::date end as start,
             sum(m.n) as net,
             count(*) filter (where m.n = 1 and m.by not in ${watching}) as entered,
             count(*) filter (where m.n = -1 and m.by not in ${watching}) as "left"
      from (${moves(ctx, audienceId)}) m
      group by 1
    ),
    intervals as (
      select i.start, i."end"::timestamp at time zone 'UTC' as ends
      from jsonb_to_recordset(${JSON.stringify(intervals)}::text::jsonb) i(start date, "end" date)
    )
    select to_char(i.start, 'YYYY-MM-DD') as start,
           case when exists (
             select 1 from watch_periods p where p.audience_id = ${audienceId}::uuid and p.began_at < i.ends
               and coalesce(p.ended_at, 'infinity') > least(i.ends, ${ctx.now.toISOString()}::timestamptz)
           ) then (coalesce((select net from moved where start is null), 0) + coalesce(sum(m.net) over (order by i.start), 0))::int end as size,
           coalesce(m.entered, 0)::int as entered, coalesce(m."left", 0)::int as "left"
    from intervals i left join moved m using (start)
    order by i.start`);
  return [...rows];
}

async function causes(ctx: Ctx, audienceId: string, days: Days): Promise<GrowthReport['causes']> {
  return [
    ...(await ctx.db.execute<GrowthReport['causes'][number]>(sql`
      select split_part(m.by, ':', 1) as cause, count(*) filter (where n = 1)::int as entered, count(*) filter (where n = -1)::int as "left"
      from (${moves(ctx, audienceId)}) m
      where m.by not in ${watching}
        and m.at >= ${days.from}::date::timestamp at time zone 'UTC' and m.at < ${addDays(days.to, 1)}::date::timestamp at time zone 'UTC'
      group by 1
      order by count(*) desc, 1`)),
  ];
}
