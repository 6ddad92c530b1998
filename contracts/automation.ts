import * as z from 'zod';
import { channels } from './limits';
import { filterSchema } from './segment';
import { trackingWish } from './tracking';

/* The definition of an automation as JSON: what starts it, who may enter, what happens, what ends it. A tree, so it cannot loop. */

export const automationLimits = {
  steps: 100,
  depth: 10,
  definitionBytes: 65_536,
  waitDays: 365,
  webhookRetries: 10,
  splitWays: 10,
} as const;

export const automationStatuses = ['draft', 'active', 'paused', 'archived'] as const;
export type AutomationStatus = (typeof automationStatuses)[number];
export const runStatuses = ['active', 'completed', 'exited', 'stopped', 'failed'] as const;
export type RunStatus = (typeof runStatuses)[number];
export const stepStatuses = ['running', 'waiting', 'done', 'failed'] as const;

/** ISO 8601: weeks, days, hours, minutes, seconds; no months and years, whose length depends on the day. */
const duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, 'must be an ISO 8601 duration such as PT30M, P3D or P1DT12H')
  .meta({ example: 'P3D' });
const eventName = z.string().trim().min(1, 'choose an event').max(200);
const properties = z
  .record(z.string(), z.unknown())
  .meta({ description: 'Conditions on the properties of the event, as `where` of `$did`' });
const audienceId = z.string().max(64).meta({ description: 'Public id (aud_…)' });
const timezone = z.string().min(1).max(64);

export const eventMatch = z.strictObject({ event: eventName, where: properties.optional() });
export type EventMatch = z.infer<typeof eventMatch>;

export const triggerSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('audience'), audience_id: audienceId, on: z.enum(['enters', 'leaves']) }),
    z.strictObject({ type: z.literal('event'), event: eventName, where: properties.optional() }),
    z.strictObject({ type: z.literal('schedule'), cron: z.string().min(9).max(100), timezone, audience_id: audienceId }),
    z.strictObject({ type: z.literal('webhook') }),
  ])
  .meta({ id: 'AutomationTrigger' });
export type Trigger = z.infer<typeof triggerSchema>;

export const entrySchema = z
  .strictObject({
    reentry: z.enum(['once', 'one_at_a_time', 'every_time']).default('one_at_a_time').meta({
      description: '`once`: once ever; `one_at_a_time`: not while a run of this contact is under way; `every_time`: also then',
    }),
    min_gap: duration.optional().meta({ description: 'At least this long after the last entry of the same contact' }),
    filter: filterSchema.optional().meta({ description: 'Only contacts that match when they would enter' }),
  })
  .meta({ id: 'AutomationEntry' });

export const exitSchema = z
  .strictObject({
    leaves_audience: audienceId.optional().meta({ description: 'Ends when the contact is not (any more) in this audience' }),
    goal: eventMatch.optional().meta({ description: 'Ends when the contact does this' }),
    unless: filterSchema.optional().meta({ description: 'Ends when the contact no longer matches' }),
  })
  .meta({ id: 'AutomationExit', description: 'Looked at before each step; the goal ends a wait at once' });

const base = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'an id has 1 to 40 of a–z, 0–9, _ and -')
    .meta({ description: 'Unique in the definition; a person stays at a step of this id when they are moved to another version' }),
  name: z.string().trim().max(120).optional(),
};
const tag = z.string().trim().min(1, 'choose a tag').max(100);
const variables = z.record(z.string().max(200), z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]));

const simple = {
  wait: z.strictObject({ ...base, type: z.literal('wait'), for: duration }),
  waitUntil: z.strictObject({
    ...base,
    type: z.literal('wait_until'),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
      .meta({ example: '09:00' }),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional().meta({ description: '1 is Monday; every day when absent' }),
    timezone: timezone.default('contact').meta({ description: '`contact` or an IANA name' }),
    fallback_timezone: timezone.default('UTC').meta({ description: 'For contacts without a time zone' }),
  }),
  send: z.strictObject({
    ...base,
    type: z.literal('send'),
    channel: z.enum(channels),
    template: z.string().min(1, 'choose a template').max(100).meta({ description: 'Id or slug; its version of the moment is sent' }),
    from: z.string().min(1).max(400).optional(),
    subject_variants: z.array(z.string().trim().min(1).max(998)).min(2).max(5).optional(),
    variables: variables.default({}),
    ...trackingWish,
  }),
  tag: z.strictObject({ ...base, type: z.literal('tag'), tag }),
  untag: z.strictObject({ ...base, type: z.literal('untag'), tag }),
  setField: z.strictObject({
    ...base,
    type: z.literal('set_field'),
    field: z
      .string()
      .min(1)
      .max(210)
      .meta({ description: '`name`, `country`, `timezone`, `language`, `email`, `phone`, or `metadata.<key>`' }),
    value: z
      .union([z.string().max(10_000), z.number(), z.boolean(), z.null()])
      .meta({ description: 'Text may hold {{trigger.…}} and variables of the contact; null clears' }),
  }),
  addToAudience: z.strictObject({ ...base, type: z.literal('add_to_audience'), audience_id: audienceId }),
  removeFromAudience: z.strictObject({ ...base, type: z.literal('remove_from_audience'), audience_id: audienceId }),
  webhook: z.strictObject({
    ...base,
    type: z.literal('webhook'),
    url: z.url('must be an address such as https://example.com/hook').max(2_000),
    timeout_seconds: z.number().int().min(1).max(30).default(15),
    retries: z.number().int().min(0).max(automationLimits.webhookRetries).default(4),
    on_failure: z.enum(['continue', 'fail']).default('continue'),
    data: variables.default({}).meta({ description: 'Sent along as `data`; text may hold variables' }),
  }),
  exit: z.strictObject({ ...base, type: z.literal('exit'), reason: z.string().trim().max(200).optional() }),
};

type Simple = { [K in keyof typeof simple]: z.infer<(typeof simple)[K]> }[keyof typeof simple];
type Named = { id: string; name?: string | undefined };
export type WaitForEventStep = Named & {
  type: 'wait_for_event';
  event: string;
  where?: Record<string, unknown> | undefined;
  timeout: string;
  received: Step[];
  timed_out: Step[];
};
export type BranchStep = Named & { type: 'branch'; filter: z.infer<typeof filterSchema>; yes: Step[]; no: Step[] };
export type SplitStep = Named & { type: 'split'; ways: { percent: number; name?: string | undefined; steps: Step[] }[] };
export type Step = Simple | WaitForEventStep | BranchStep | SplitStep;
export type StepType = Step['type'];
export type StepOf<T extends StepType> = Extract<Step, { type: T }>;

export const stepsSchema: z.ZodType<Step[]> = z.lazy(() => z.array(stepSchema).max(automationLimits.steps));
export const stepSchema: z.ZodType<Step> = z
  .discriminatedUnion('type', [
    simple.wait,
    simple.waitUntil,
    z.strictObject({
      ...base,
      type: z.literal('wait_for_event'),
      event: eventName,
      where: properties.optional(),
      timeout: duration,
      received: stepsSchema,
      timed_out: stepsSchema,
    }),
    simple.send,
    simple.tag,
    simple.untag,
    simple.setField,
    simple.addToAudience,
    simple.removeFromAudience,
    simple.webhook,
    z.strictObject({ ...base, type: z.literal('branch'), filter: filterSchema, yes: stepsSchema, no: stepsSchema }),
    z.strictObject({
      ...base,
      type: z.literal('split'),
      ways: z
        .array(z.strictObject({ percent: z.number().min(0).max(100), name: z.string().trim().max(120).optional(), steps: stepsSchema }))
        .min(2)
        .max(automationLimits.splitWays),
    }),
    simple.exit,
  ])
  .meta({ id: 'AutomationStep' });

/** What an automation is; every save is an immutable version of it. */
export const definitionSchema = z
  .strictObject({
    trigger: triggerSchema,
    entry: entrySchema.default({ reentry: 'one_at_a_time' }),
    exit: exitSchema.default({}),
    steps: stepsSchema,
  })
  .meta({ id: 'AutomationDefinition' });
export type Definition = z.infer<typeof definitionSchema>;
export type DefinitionInput = z.input<typeof definitionSchema>;
