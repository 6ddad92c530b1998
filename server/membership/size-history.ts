import { sql } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import type { SizeHistory } from '@/contracts/membership';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';

const dayMs = 86_400_000;
type Row = { day: string; side: 'entered' | 'left'; kind: string; n: number };

/** The size of an audience at the end of each day (UTC), and who came and went on it by kind of cause. Size null while nobody followed. */
export async function sizeHistory(ctx: Ctx, input: { id: string; from?: string; to?: string }): Promise<SizeHistory> {
  await findAudience(ctx, input.id);
  const today = ctx.now.toISOString().slice(0, 10);
  const to = input.to && input.to < today ? input.to : today;
  const from = input.from ?? dayOf(Date.parse(to) - 29 * dayMs);
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days < 1 || days > 366) throw invalid(['from'], 'invalid_range', 'from one day to 366, the first before the last');
  const end = new Date(Date.parse(to) + dayMs).toISOString();
  const moved = await ctx.db.execute<Row>(sql`
    select day, side, kind, count(*)::int as n from (
      select to_char(entered_at, 'YYYY-MM-DD') as day, 'entered' as side, split_part(entered_by, ':', 1) as kind from audience_stays
      where audience_id = ${input.id} and entered_at >= ${from}::date and entered_at < ${end}
      union all
      select to_char(left_at, 'YYYY-MM-DD'), 'left', split_part(left_by, ':', 1) from audience_stays
      where audience_id = ${input.id} and left_at >= ${from}::date and left_at < ${end}) t
    group by 1, 2, 3`);
  const [last] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from audience_stays
    where audience_id = ${input.id} and entered_at < ${end} and (left_at is null or left_at >= ${end})`);
  const periods = await ctx.db.execute<{ began: number; ended: number | null }>(sql`
    select (extract(epoch from began_at) * 1000)::float8 as began, (extract(epoch from ended_at) * 1000)::float8 as ended
    from watch_periods where audience_id = ${input.id}`);
  const known = (end: number) => periods.some((p) => p.began < end && (p.ended === null || p.ended >= end));

  const data: SizeHistory['data'] = [];
  let size = last?.n ?? 0;
  for (let at = Date.parse(to); at >= Date.parse(from); at -= dayMs) {
    const rows = moved.filter((row) => row.day === dayOf(at));
    const sum = (side: Row['side']) => rows.filter((row) => row.side === side).reduce((n, row) => n + row.n, 0);
    data.unshift({ day: dayOf(at), size: known(Math.min(at + dayMs, ctx.now.getTime())) ? size : null, ...byCause(rows) });
    size += sum('left') - sum('entered');
  }
  return { data };
}

/** Without those who were only found inside, or whose stay was only no longer followed. */
function byCause(rows: Row[]) {
  const of = (side: Row['side']) =>
    Object.fromEntries(rows.filter((r) => r.side === side && r.kind !== 'watch' && r.kind !== 'unwatch').map((r) => [r.kind, r.n]));
  return { entered: of('entered'), left: of('left') };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
