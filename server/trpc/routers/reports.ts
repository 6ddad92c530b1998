import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { breakdownInput, growthQuery, overviewQuery, seriesQuery } from '@/contracts/report';
import { reportBreakdown } from '@/server/reports/report-breakdown';
import { reportGrowth } from '@/server/reports/report-growth';
import { reportOverview } from '@/server/reports/report-overview';
import { reportSeries } from '@/server/reports/report-series';
import { reportVariants } from '@/server/reports/report-variants';
import { memberProcedure, router } from '@/server/trpc/init';

export const reportsRouter = router({
  overview: memberProcedure.input(overviewQuery).query(({ ctx, input }) => reportOverview(ctx.user, input)),
  series: memberProcedure.input(seriesQuery).query(({ ctx, input }) => reportSeries(ctx.user, input)),
  breakdown: memberProcedure.input(breakdownInput).query(({ ctx, input: { by, ...query } }) => reportBreakdown(ctx.user, by, query)),
  variants: memberProcedure.input(z.strictObject({ id: idSchema('send') })).query(({ ctx, input }) => reportVariants(ctx.user, input.id)),
  growth: memberProcedure
    .input(z.strictObject({ id: idSchema('audience'), query: growthQuery }))
    .query(({ ctx, input }) => reportGrowth(ctx.user, input.id, input.query)),
});
