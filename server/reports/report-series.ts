import { sql } from 'drizzle-orm';
import type { SeriesQuery, SeriesReport } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { countsOf, type SummedRow, sums, trackedOf } from './figures';
import { daysOf } from './range';
import { checkWithin, summedRows } from './scope';
import { startsOf } from './starts';

/** Counts over time, one entry for every interval of the range. */
export async function reportSeries(ctx: Ctx, query: SeriesQuery): Promise<SeriesReport> {
  await checkWithin(ctx, query);
  const days = daysOf(query, ctx.now);
  const unit = sql.raw(`'${query.interval}'`);
  const rows = await ctx.db.execute<SummedRow & { start: string }>(sql`
    select to_char(date_trunc(${unit}, t.day::timestamp), 'YYYY-MM-DD') as start, ${sums} from (${summedRows(ctx, query, days)}) t group by 1`);
  const found = new Map(rows.map((row) => [row.start, row]));
  const data = startsOf(days, query.interval).map((start) => ({
    start,
    counts: countsOf(found.get(start)),
    tracked: trackedOf(found.get(start)),
  }));
  return { ...days, basis: query.basis, timezone: 'UTC', interval: query.interval, data };
}
