import * as z from 'zod';
import { idSchema } from './ids';
import { channels, limits } from './limits';
import { pageQuery } from './page';
import { sendCounts, warningSchema } from './send';
import { campaignSubjectTest, subjectTestInput } from './subject-test';
import { trackingWish } from './tracking';

export const campaignStatuses = ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];
export const runStatuses = ['launching', 'running', 'finished', 'cancelled', 'failed', 'skipped'] as const;

const MOST_AUDIENCES = 20;
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);
const subjects = z.array(z.string().trim().min(1).max(500)).min(1).max(limits.subjectVariants);
const templateRef = z.string().min(1).max(80).meta({ description: 'Slug or id of a template' });
const sender = z.string().min(1).max(400).meta({ description: 'email: an address, or `Name <address>`; sms: E.164 number or sender id' });
const moment = z.string().max(40).meta({
  example: '2027-05-01 09:00',
  description: 'Local time in `timezone` (`YYYY-MM-DD HH:mm`), or an ISO 8601 instant with its offset',
});

const channelInput = z.strictObject({
  channel: z.enum(channels),
  templateId: templateRef.optional(),
  from: sender.optional(),
  subjectVariants: subjects.optional(),
  subjectTest: campaignSubjectTest.nullable().optional(),
});
export type ChannelInput = z.infer<typeof channelInput>;

const audienceIds = z.array(idSchema('audience')).max(MOST_AUDIENCES);
const include = z.object({ include: audienceIds.min(1), exclude: audienceIds.default([]) }).strict();
const schedule = z.strictObject({
  startAt: moment.nullable().optional(),
  endAt: moment.nullable().optional(),
  timezone: z.string().max(64).default('UTC').meta({ example: 'Europe/Paris', description: 'IANA name' }),
});
const recurring = z.strictObject({
  cron: z.string().trim().min(1).max(120).meta({ example: '0 9 * * MON', description: 'Five fields, in `schedule.timezone`' }),
  oncePerPerson: z.boolean().default(false).meta({ description: 'true: a person receives the campaign once; false: each occurrence' }),
});
const goal = z.strictObject({
  event: z.string().trim().min(1).max(200).meta({ description: 'Name of a contact event', example: 'order.paid' }),
  withinDays: z.number().int().min(1).max(90).default(7),
});

const fields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000).nullable().optional(),
  audienceId: idSchema('audience').optional().meta({ description: 'One audience; or `audiences`' }),
  audiences: include.optional().meta({ description: 'Everybody who is in one of `include` and in none of `exclude`, each person once' }),
  templateId: templateRef.optional().meta({ description: 'Of every channel that names none of its own' }),
  from: sender.optional().meta({ description: 'Sender of emails whose channel names none' }),
  subjectVariants: subjects.optional(),
  subjectTest: campaignSubjectTest.nullable().optional(),
  channels: z
    .array(z.union([z.enum(channels), channelInput]))
    .min(1)
    .max(channels.length)
    .optional()
    .meta({ description: 'In the order in which they are tried: each person gets the first that reaches them. Default: email' }),
  variables: z.record(z.string().min(1).max(200), scalar).optional(),
  rampMinutes: z.number().int().min(0).max(limits.rampMinutes).optional(),
  trackOpens: trackingWish.track_opens,
  trackClicks: trackingWish.track_clicks,
  schedule: schedule.nullable().optional(),
  recurring: recurring.nullable().optional(),
  goal: goal.nullable().optional(),
  status: z
    .enum(['draft', 'scheduled'])
    .optional()
    .meta({ description: '`scheduled` launches it: at its start, or at once when it has none. Default: draft' }),
};

export const campaignBody = z.strictObject(fields).meta({ id: 'CampaignInput' });
export const campaignChanges = z
  .strictObject({ ...fields, name: fields.name.optional() })
  .meta({ id: 'CampaignChanges', description: 'What is given replaces what was; the rest stays' });
export type CampaignBody = z.infer<typeof campaignBody>;
export type CampaignChanges = z.infer<typeof campaignChanges>;

const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `start_at` for `startAt`, at every depth but in `variables`, whose names are the template's; a name given in both ways stays, and is refused. */
export function toCamel(value: unknown, key = ''): unknown {
  if (key === 'variables' || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => toCamel(item));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const to = Object.hasOwn(value, camel(name)) ? name : camel(name);
      return [to, toCamel(item, to)];
    }),
  );
}
/** What REST takes: the CRM's camelCase, or the API's own snake_case, so that an answer can be sent back. */
export const campaignInput = z.preprocess((value) => toCamel(value), campaignBody);
export const campaignUpdate = z.preprocess((value) => toCamel(value), campaignChanges);

const named = z.object({ id: z.string().nullable(), name: z.string() });
export const campaignSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(campaignStatuses),
    audiences: z.object({ include: z.array(named), exclude: z.array(named) }),
    channels: z.array(
      z.object({
        channel: z.enum(channels),
        template_id: z.string().nullable(),
        template_name: z.string().nullable(),
        from: z.string().nullable(),
        subject_variants: z.array(z.string()),
        subject_test: subjectTestInput.nullable(),
      }),
    ),
    variables: z.record(z.string(), scalar),
    ramp_minutes: z.number().int(),
    /** As it was given; null: as the template or the organization says. Each send shows what was decided. */
    track_opens: z.boolean().nullable(),
    track_clicks: z.boolean().nullable(),
    schedule: z.object({
      /** As it was given. */
      start: z.string().nullable(),
      start_at: z.string().nullable(),
      end: z.string().nullable(),
      end_at: z.string().nullable(),
      timezone: z.string(),
    }),
    recurring: z.object({ cron: z.string(), once_per_person: z.boolean(), description: z.string(), next: z.array(z.string()) }).nullable(),
    goal: z.object({ event: z.string(), within_days: z.number().int() }).nullable(),
    /** The occurrence it waits for; null: none comes. */
    next_at: z.string().nullable(),
    /** When it first sent something: from then on only its name and description change. */
    launched_at: z.string().nullable(),
    paused_at: z.string().nullable(),
    /** Why it paused itself. */
    error: z.string().nullable(),
    /** Occurrences so far, and the people in them. */
    runs: z.number().int(),
    people: z.number().int(),
    warnings: z.array(warningSchema),
    created_at: z.string(),
    updated_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof campaignSchema>;

export const campaignRunSchema = z
  .object({
    id: z.string(),
    campaign_id: z.string(),
    occurrence_at: z.string(),
    status: z.enum(runStatuses),
    /** Seconds from the planned time to the start. */
    late_seconds: z.number().int(),
    /** Earlier occurrences that nobody was there to start: this run stands for them. */
    missed: z.number().int(),
    people: z.number().int(),
    counts: sendCounts,
    sends: z.array(z.object({ id: z.string(), channel: z.enum(channels), slice: z.number().int().nullable() })),
    started_at: z.string(),
    launched_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'CampaignRun' });
export type CampaignRun = z.infer<typeof campaignRunSchema>;

/** `counts` close (`total` is the sum of the others); the rest are messages with at least one such event of a person; `bots`: of a machine. */
const figures = {
  counts: sendCounts,
  /** Messages sent whose opens, or clicks, are tracked: what their rates are shares of. */
  tracked: z.object({ opens: z.number().int(), clicks: z.number().int() }),
  delivered: z.number().int(),
  opened: z.number().int(),
  clicked: z.number().int(),
  unsubscribed: z.number().int(),
  bounced: z.number().int(),
  complained: z.number().int(),
  converted: z.number().int(),
  bots: z.object({ opened: z.number().int(), clicked: z.number().int() }),
};
const variantFigures = z.object({ letter: z.string(), subject: z.string().nullable(), ...figures });
const channelFigures = z.object({ channel: z.enum(channels), ...figures, variants: z.array(variantFigures) });
export const campaignAnalyticsSchema = z
  .object({
    campaign_id: z.string(),
    goal: z.object({ event: z.string(), within_days: z.number().int() }).nullable(),
    total: z.object(figures),
    channels: z.array(channelFigures),
    /** Newest first, the last 100. */
    occurrences: z.array(
      z.object({ run_id: z.string(), occurrence_at: z.string(), people: z.number().int(), ...figures, channels: z.array(channelFigures) }),
    ),
  })
  .meta({ id: 'CampaignAnalytics' });
export type CampaignAnalytics = z.infer<typeof campaignAnalyticsSchema>;
export type Figures = z.infer<z.ZodObject<typeof figures>>;

/** Who a launch would reach now. */
export const previewBody = z
  .strictObject({
    audiences: include,
    channels: z.array(z.enum(channels)).min(1).max(channels.length).default(['email']),
    campaignId: idSchema('campaign').optional().meta({ description: 'With `oncePerPerson`: leave out who received it before' }),
    oncePerPerson: z.boolean().default(false),
  })
  .meta({ id: 'CampaignPreviewInput' });
export type PreviewBody = z.infer<typeof previewBody>;
export const previewInput = z.preprocess((value) => toCamel(value), previewBody);

/** `included − excluded − received_before = people = Σ will_receive + suppressed + unreachable`. */
export const campaignPreview = z
  .object({
    included: z.number().int(),
    excluded: z.number().int(),
    received_before: z.number().int(),
    people: z.number().int(),
    channels: z.array(z.object({ channel: z.enum(channels), will_receive: z.number().int() })),
    suppressed: z.number().int(),
    unreachable: z.number().int(),
    will_receive: z.number().int(),
    /** Sends that one launch makes. */
    sends: z.number().int(),
    as_of: z.string(),
  })
  .meta({ id: 'CampaignPreview' });
export type CampaignPreview = z.infer<typeof campaignPreview>;

export const scheduleBody = z.strictObject({ schedule: schedule.nullable().optional(), recurring: recurring.nullable().optional() });
export const scheduleInput = z.preprocess((value) => toCamel(value), scheduleBody);
export type ScheduleBody = z.infer<typeof scheduleBody>;
export const schedulePreview = z.object({
  /** In words. */
  description: z.string(),
  start_at: z.string().nullable(),
  end_at: z.string().nullable(),
  timezone: z.string(),
  /** The next occurrences, five at most; of a campaign without cron its one start. `local` is the clock in `timezone`. */
  next: z.array(z.object({ at: z.string(), local: z.string(), words: z.string() })),
  warnings: z.array(warningSchema),
});
export type SchedulePreview = z.infer<typeof schedulePreview>;

export const calendarQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
});
export const calendarEntry = z.object({
  campaign_id: z.string(),
  name: z.string(),
  status: z.enum(campaignStatuses),
  at: z.string(),
  recurring: z.boolean(),
  /** Null: planned, it has not happened. */
  run: z.object({ id: z.string(), status: z.enum(runStatuses), people: z.number().int(), missed: z.number().int() }).nullable(),
});
export type CalendarEntry = z.infer<typeof calendarEntry>;
/** `truncated`: the span holds more occurrences than are listed. */
export const campaignCalendar = z.object({ data: z.array(calendarEntry), truncated: z.boolean() });
export type CampaignCalendar = z.infer<typeof campaignCalendar>;

export const campaignsQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  status: z.enum(campaignStatuses).optional(),
});
