import { BOM, csvLine } from '@/contracts/csv-cell';
import { invalid } from '@/contracts/errors';
import type { BreakdownRow, CsvReport, Figures, ReportDimension, SeriesQuery } from '@/contracts/report';
import { reportTypes } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { reportBreakdown } from './report-breakdown';
import { reportGrowth } from './report-growth';
import { reportOverview } from './report-overview';
import { reportSeries } from './report-series';

/** Rows of a part: each part adds the whole range up anew, so few parts. */
const PAGE = 2_000;
const rates = ['delivered', 'bounced', 'opened', 'clicked', 'clicked_of_opened', 'unsubscribed', 'complained', 'converted'] as const;
const dimensions: Partial<Record<CsvReport, ReportDimension>> = {
  audiences: 'audience',
  campaigns: 'campaign',
  automations: 'automation',
  sends: 'send',
  variants: 'variant',
};

/**
 * A report as a CSV file in parts, page by page: numbers whole, rates as fractions, cells that a spreadsheet would run made harmless.
 * @throws AppError not_found, validation_failed, before the first part
 */
export async function* reportCsv(ctx: Ctx, report: CsvReport, query: SeriesQuery): AsyncGenerator<string> {
  const { interval, ...scope } = query;
  const by = dimensions[report];
  if (by) {
    yield* breakdownLines(ctx, by, scope);
  } else if (report === 'growth') {
    if (!scope.audience_id) throw invalid(['audience_id'], 'required', 'say which audience');
    const { data } = await reportGrowth(ctx, scope.audience_id, { from: scope.from, to: scope.to, interval });
    yield BOM + csvLine([interval, 'size', 'entered', 'left']);
    for (const row of data) yield csvLine([row.start, row.size, row.entered, row.left]);
  } else if (report === 'series') {
    const { data } = await reportSeries(ctx, query);
    yield BOM + csvLine([interval, ...countNames]);
    for (const row of data) yield csvLine([row.start, ...countCells(row.counts)]);
  } else {
    const { from, to, totals, previous } = await reportOverview(ctx, scope);
    yield BOM + csvLine(['from', 'to', ...figureNames]);
    yield csvLine([from, to, ...figureCells(totals)]);
    yield csvLine([previous.from, previous.to, ...figureCells(previous.totals)]);
  }
}

async function* breakdownLines(ctx: Ctx, by: ReportDimension, scope: Omit<SeriesQuery, 'interval'>): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = await reportBreakdown(ctx, by, { ...scope, sort: 'sent', order: 'desc', limit: PAGE, cursor });
    const head = cursor
      ? ''
      : BOM + csvLine([`${by === 'variant' ? 'send' : by}_id`, 'name', 'variant', 'sent_at', 'channel', ...figureNames]);
    yield head + page.data.map(rowLine).join('');
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
}

const rowLine = (row: BreakdownRow) => csvLine([row.id, row.name, row.variant, row.sent_at, row.channel, ...figureCells(row)]);
const countNames = reportTypes.flatMap((type) => [type, `${type}_events`, `${type}_by_machines`]);
const countCells = (counts: Figures['counts']) =>
  reportTypes.flatMap((type) => [counts[type].messages, counts[type].events, counts[type].machines]);
const figureNames = [...countNames, ...rates.map((name) => `${name}_rate`)];
const figureCells = (f: Figures) => [...countCells(f.counts), ...rates.map((name) => f.rates[name].rate)];
