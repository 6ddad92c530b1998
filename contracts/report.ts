import * as z from 'zod';
import { idSchema } from './ids';
import { channels } from './limits';
import { pageOf } from './page';

export const reportTypes = ['sent', 'delivered', 'opened', 'clicked', 'unsubscribed', 'bounced', 'complained', 'converted'] as const;
export type ReportType = (typeof reportTypes)[number];
export const reportIntervals = ['day', 'week', 'month'] as const;
export const reportBases = ['send', 'event'] as const;
/** What a table has rows of. */
export const reportDimensions = ['audience', 'campaign', 'automation', 'send', 'variant'] as const;
export type ReportDimension = (typeof reportDimensions)[number];

const DAY_MS = 86_400_000;
const MOST_DAYS = 1_100;
const day = z.iso.date().meta({ example: '2027-03-01' });

const range = {
  from: day.optional().meta({ description: 'First day, UTC. Default: 29 days before `to`' }),
  to: day.optional().meta({ description: 'Last day, UTC, included. Default: today' }),
  basis: z.enum(reportBases).default('send').meta({
    description:
      '`send`: the messages due in these days and whatever came of them since, so that rates are shares of the same messages. `event`: what happened in these days, whenever its message was sent; without rates',
  }),
  channel: z.enum(channels).optional(),
};
const within = {
  audience_id: idSchema('audience')
    .optional()
    .meta({ description: 'Totals: what people did while they were in it, and all of what was sent to it. Tables: sends to it' }),
  campaign_id: idSchema('campaign').optional(),
  automation_id: idSchema('automation').optional(),
  send_id: idSchema('send').optional(),
};

type Range = { from?: string | undefined; to?: string | undefined };
const inOrder = <T extends z.ZodType<Range>>(schema: T) =>
  schema
    .refine(({ from, to }) => !from || !to || from <= to, { path: ['from'], message: '`from` is after `to`' })
    .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY_MS, {
      path: ['from'],
      message: `at most ${MOST_DAYS} days`,
    });

const reportQuery = z.strictObject({ ...range, ...within });
export const overviewQuery = inOrder(reportQuery);
export const seriesQuery = inOrder(reportQuery.extend({ interval: z.enum(reportIntervals).default('day') }));
const tableQuery = reportQuery.extend({
  sort: z.enum([...reportTypes, 'name'] as const).default('sent'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(20).regex(/^\d+$/, 'not a cursor of this list').optional(),
});
export const breakdownQuery = inOrder(tableQuery);
/** The dashboard's: one procedure for every dimension. */
export const breakdownInput = inOrder(tableQuery.extend({ by: z.enum(reportDimensions) }));
export const growthQuery = inOrder(z.strictObject({ from: range.from, to: range.to, interval: z.enum(reportIntervals).default('day') }));
export const csvReports = ['overview', 'series', 'audiences', 'campaigns', 'automations', 'sends', 'variants', 'growth'] as const;
export type CsvReport = (typeof csvReports)[number];
export const csvQuery = inOrder(reportQuery.extend({ interval: z.enum(reportIntervals).default('day') }));
export type ReportQuery = z.output<typeof overviewQuery>;
export type SeriesQuery = z.output<typeof seriesQuery>;
export type BreakdownQuery = z.output<typeof breakdownQuery>;
export type GrowthQuery = z.output<typeof growthQuery>;

const count = z.object({
  messages: z.number().int().meta({ description: 'Messages of which a person did it at least once' }),
  events: z.number().int().meta({ description: 'Every time that a person did it' }),
  machines: z.number().int().meta({ description: 'Times that a scanner or another machine did it; in none of the others' }),
});
const rate = z.object({
  of: z
    .enum(['sent', 'reached', 'opened'])
    .meta({ description: 'The denominator. `reached`: sent less bounced; for opens and clicks, of the messages that are tracked' }),
  base: z.number().int(),
  rate: z.number().nullable().meta({ description: '0..1; null where the denominator is 0 or the basis is `event`' }),
});
export const figures = z
  .object({
    counts: z.object(Object.fromEntries(reportTypes.map((type) => [type, count])) as Record<ReportType, typeof count>),
    tracked: z.object({ opens: z.number().int(), clicks: z.number().int() }).meta({
      description:
        'Messages sent whose opens, or clicks, are tracked. 0 where something was sent: not tracked, which is not the same as nobody',
    }),
    rates: z.object({
      delivered: rate,
      bounced: rate,
      opened: rate,
      clicked: rate,
      clicked_of_opened: rate,
      unsubscribed: rate,
      complained: rate,
      converted: rate,
    }),
  })
  .meta({ id: 'ReportFigures' });
export type Figures = z.infer<typeof figures>;

const period = z.object({ from: z.string(), to: z.string() });
export const overviewReport = period
  .extend({
    basis: z.enum(reportBases),
    timezone: z.literal('UTC'),
    totals: figures,
    previous: period.extend({ totals: figures }).meta({ description: 'As many days, just before' }),
  })
  .meta({ id: 'ReportOverview' });
export type OverviewReport = z.infer<typeof overviewReport>;

export const seriesReport = period
  .extend({
    basis: z.enum(reportBases),
    timezone: z.literal('UTC'),
    interval: z.enum(reportIntervals),
    data: z.array(z.object({ start: z.string(), counts: figures.shape.counts, tracked: figures.shape.tracked })).meta({
      description: 'Every day, week (from Monday) or month of the range, also those in which nothing happened',
    }),
  })
  .meta({ id: 'ReportSeries' });
export type SeriesReport = z.infer<typeof seriesReport>;

const breakdownRow = figures
  .extend({
    id: z.string().nullable().meta({ description: 'Of the audience, campaign, automation or send; null when it was deleted' }),
    name: z.string(),
    sent_at: z.string().nullable().meta({ description: 'Sends and variants: when it started' }),
    channel: z.enum(channels).nullable(),
    variant: z.string().nullable().meta({ description: 'Variants: A, B, …' }),
  })
  .meta({ id: 'ReportRow' });
export type BreakdownRow = z.infer<typeof breakdownRow>;
export const breakdownPage = pageOf(breakdownRow);

const interval = z.object({ low: z.number(), high: z.number() });
const metricTest = z.object({
  metric: z.enum(['opened', 'clicked', 'converted']),
  intervals: z.array(interval.extend({ variant: z.string(), rate: z.number() })).meta({
    description: 'Per variant: the share of those reached, with its 95 % interval (Wilson 1927)',
  }),
  verdict: z.enum(['better', 'no_difference', 'too_few', 'not_tracked']).meta({
    description:
      '`better`: the best differs from every other at 5 % in all (two-sided two-proportion z-test, pooled, Bonferroni). `too_few`: fewer than 5 with or without it are expected in a variant, the test is not sound. `not_tracked`: the send is not tracked for it',
  }),
  best: z.string().nullable(),
  p: z.number().nullable().meta({ description: 'The largest adjusted p of the comparisons with the best' }),
  statement: z.string(),
});
export const variantsReport = z
  .object({
    send_id: z.string(),
    finished: z.boolean(),
    variants: z.array(breakdownRow.extend({ subject: z.string() })),
    tests: z.array(metricTest),
  })
  .meta({ id: 'VariantsReport' });
export type VariantsReport = z.infer<typeof variantsReport>;
export type MetricTest = z.infer<typeof metricTest>;

const moves = { entered: z.number().int(), left: z.number().int() };
export const growthReport = period
  .extend({
    audience_id: z.string(),
    timezone: z.literal('UTC'),
    interval: z.enum(reportIntervals),
    watched_since: z
      .string()
      .nullable()
      .meta({ description: 'Nothing is known of before. Null: it was never watched, there is no history' }),
    data: z.array(z.object({ start: z.string(), size: z.number().int().nullable(), ...moves })).meta({
      description: '`size`: at the end of the interval, or now; null while it was not watched',
    }),
    causes: z.array(z.object({ cause: z.string().meta({ examples: ['import', 'api_key', 'time'] }), ...moves })),
  })
  .meta({ id: 'GrowthReport' });
export type GrowthReport = z.infer<typeof growthReport>;
