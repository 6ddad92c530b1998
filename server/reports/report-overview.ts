import { sql } from 'drizzle-orm';
import type { OverviewReport, ReportQuery } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { figuresOf, type SummedRow, sums } from './figures';
import { type Days, daysBefore, daysOf } from './range';
import { checkWithin, summedRows } from './scope';

/** Totals of some days, beside those of as many days before. */
export async function reportOverview(ctx: Ctx, query: ReportQuery): Promise<OverviewReport> {
  await checkWithin(ctx, query);
  const days = daysOf(query, ctx.now);
  const before = daysBefore(days);
  const read = async (of: Days) => {
    const [row] = await ctx.db.execute<SummedRow>(sql`select ${sums} from (${summedRows(ctx, query, of)}) t`);
    return figuresOf(row, query.basis);
  };
  return { ...days, basis: query.basis, timezone: 'UTC', totals: await read(days), previous: { ...before, totals: await read(before) } };
}
