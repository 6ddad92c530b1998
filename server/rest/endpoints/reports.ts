import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import {
  breakdownPage,
  breakdownQuery,
  csvQuery,
  csvReports,
  growthQuery,
  growthReport,
  overviewQuery,
  overviewReport,
  type ReportDimension,
  seriesQuery,
  seriesReport,
  variantsReport,
} from '@/contracts/report';
import { reportBreakdown } from '@/server/reports/report-breakdown';
import { reportCsv } from '@/server/reports/report-csv';
import { reportGrowth } from '@/server/reports/report-growth';
import { reportOverview } from '@/server/reports/report-overview';
import { reportSeries } from '@/server/reports/report-series';
import { reportVariants } from '@/server/reports/report-variants';
import { endpoint } from '../endpoint';

const tag = 'Reports';
const scope = 'read:reports' as const;

const table = (path: string, by: ReportDimension, summary: string, description: string) =>
  endpoint({
    method: 'GET',
    path: `/audiences/reports/${path}`,
    scope,
    tag,
    summary,
    description,
    query: breakdownQuery,
    response: breakdownPage,
    status: 200,
    handler: (ctx, { query }) => reportBreakdown(ctx, by, query),
  });

/** Before the audiences' own paths: `/audiences/reports` is no id. */
export const reportEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/reports',
    scope,
    tag,
    summary: 'Report: totals',
    description:
      'Days are UTC. A message counts once for what people did with it, where they did it first; scanners and other machines are counted apart. An event that arrives late is counted where it belongs, one that arrives twice once.',
    query: overviewQuery,
    response: overviewReport,
    status: 200,
    handler: (ctx, { query }) => reportOverview(ctx, query),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/reports/series',
    scope,
    tag,
    summary: 'Report: over time',
    query: seriesQuery,
    response: seriesReport,
    status: 200,
    handler: (ctx, { query }) => reportSeries(ctx, query),
  }),
  table(
    'audiences',
    'audience',
    'Report: by audience',
    'What happened counts for every watched audience that the person was in at that moment, and for the audience that was sent to.',
  ),
  table('campaigns', 'campaign', 'Report: by campaign', 'All sends of a campaign together.'),
  table('automations', 'automation', 'Report: by automation', 'All that the steps of an automation sent.'),
  table('sends', 'send', 'Report: by send', 'Sends of which there is anything in these days.'),
  table('variants', 'variant', 'Report: by variant', 'One row for each subject of each send.'),
  endpoint({
    method: 'GET',
    path: '/audiences/reports/sends/:id/variants',
    scope,
    tag,
    summary: 'Report: compare the variants of a send',
    description: 'Whether one of them is better is said only where the numbers bear it. Looking often makes a chance winner likelier.',
    params: z.object({ id: idSchema('send') }),
    response: variantsReport,
    status: 200,
    handler: (ctx, { params }) => reportVariants(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/reports/audiences/:id/growth',
    scope,
    tag,
    summary: 'Report: size and growth of an audience',
    description: 'Known while the audience is watched.',
    params: z.object({ id: idSchema('audience') }),
    query: growthQuery,
    response: growthReport,
    status: 200,
    handler: (ctx, { params, query }) => reportGrowth(ctx, params.id, query),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/reports/csv/:report',
    scope,
    tag,
    summary: 'Report as a CSV file',
    description: `${csvReports.join(', ')}; \`growth\` needs \`audience_id\`. Cells that a spreadsheet would run begin with an apostrophe.`,
    params: z.object({ report: z.enum(csvReports) }),
    query: csvQuery,
    file: { type: 'text/csv', name: 'report.csv' },
    status: 200,
    handler: async (ctx, { params, query }) => reportCsv(ctx, params.report, query),
  }),
];
