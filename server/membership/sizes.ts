import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';

const DAY_MS = 86_400_000;
type Moves = Record<string, number>;
/** `size`: at the end of the interval, or now; null while nobody followed. `entered` and `left`: how many in it, by kind of cause. */
export type Size = { start: string; size: number | null; entered: Moves; left: Moves };
type Row = { day: string; side: 'entered' | 'left'; kind: string; n: number };

/**
 * The size of an audience over days (UTC, both included), interval by interval, and who came and went: the one reader of histories of size.
 * Who was only found inside when following began, or whose stay was only no longer followed, changes the size and neither came nor went.
 * @param starts first days of the intervals, ascending; the first may lie before `from`: what happened before `from` is not told
 */
export async function sizesOf(
  ctx: Ctx,
  audienceId: string,
  days: { from: string; to: string },
  starts: readonly string[],
): Promise<Size[]> {
  const end = dayOf(Date.parse(days.to) + DAY_MS);
  const own = sql`org_id = ${ctx.orgId}::uuid and audience_id = ${audienceId}::uuid`;
  const within = (at: typeof own) => sql`${at} >= ${days.from}::date and ${at} < ${end}::date`;
  const moved = await ctx.db.execute<Row>(sql`
    select day, side, kind, count(*)::int as n from (
      select to_char(entered_at, 'YYYY-MM-DD') as day, 'entered' as side, split_part(entered_by, ':', 1) as kind from audience_stays
      where ${own} and ${within(sql`entered_at`)}
      union all
      select to_char(left_at, 'YYYY-MM-DD'), 'left', split_part(left_by, ':', 1) from audience_stays
      where ${own} and ${within(sql`left_at`)}) t
    group by 1, 2, 3`);
  const [last] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from audience_stays where ${own} and entered_at < ${end}::date and (left_at is null or left_at >= ${end}::date)`);
  const periods = await ctx.db.execute<{ began: number; ended: number | null }>(sql`
    select (extract(epoch from began_at) * 1000)::float8 as began, (extract(epoch from ended_at) * 1000)::float8 as ended
    from watch_periods where ${own}`);
  const known = (at: number) => periods.some((p) => p.began < at && (p.ended === null || p.ended >= at));

  const sizes: Size[] = [];
  let size = last?.n ?? 0;
  let ends = end;
  for (const start of [...starts].reverse()) {
    const rows = moved.filter(({ day }) => day >= start && day < ends);
    const at = Math.min(Date.parse(ends), ctx.now.getTime());
    sizes.unshift({ start, size: known(at) ? size : null, entered: byKind(rows, 'entered'), left: byKind(rows, 'left') });
    for (const row of rows) size -= row.side === 'entered' ? row.n : -row.n;
    ends = start;
  }
  return sizes;
}

function byKind(rows: readonly Row[], side: Row['side']): Moves {
  const moves: Moves = {};
  for (const row of rows)
    if (row.side === side && row.kind !== 'watch' && row.kind !== 'unwatch') moves[row.kind] = (moves[row.kind] ?? 0) + row.n;
  return moves;
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
