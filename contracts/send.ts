import * as z from 'zod';
import { channels, limits } from './limits';
import { subjectTestInput, subjectTestSchema } from './subject-test';
import { trackingWish } from './tracking';

export const sendStatuses = ['scheduled', 'sending', 'paused', 'finished', 'cancelled'] as const;
export const messageStatuses = [
  'scheduled',
  'claimed',
  'sending',
  'sent',
  'failed',
  'suppressed',
  'unreachable',
  'duplicate',
  'cancelled',
  'unknown',
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

const scalar = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** Body of `POST /api/v1/audiences/:id/send`. */
export const sendInput = z
  .strictObject({
    channel: z.enum(channels),
    from: z
      .string()
      .min(1)
      .max(400)
      .meta({ description: 'email: an address, or `Name <address>`; sms: E.164 number or sender id' })
      .optional(),
    template: z.string().min(1).max(80).meta({ description: 'Slug or id of a template' }),
    variables: z.record(z.string().min(1).max(200), scalar).default({}),
    ramp_minutes: z.number().int().min(0).max(limits.rampMinutes).default(0),
    subject_variants: z.array(z.string().trim().min(1).max(500)).min(2).max(limits.subjectVariants).optional(),
    subject_test: subjectTestInput.optional(),
    ...trackingWish,
    scheduled_local: z.string().meta({ example: '2027-05-01 09:00' }).optional(),
    scheduled_at_tz: z.string().max(64).meta({ example: 'America/New_York' }).optional(),
    scheduled_at: z.iso.datetime({ offset: true }).optional(),
    slice: z.strictObject({ index: z.number().int().min(0), of: z.number().int().min(1).max(1000) }).optional(),
  })
  .meta({ id: 'SendInput' });
export type SendInput = z.infer<typeof sendInput>;
export type SendBody = z.input<typeof sendInput>;

export const warningSchema = z.object({ code: z.string(), message: z.string() });

/** Answer of a send: `total = scheduled + suppressed + unreachable + duplicates`. */
export const sendAccepted = z
  .object({
    send_id: z.string(),
    /** Null for a send to the people of a filter (a campaign). */
    audience_id: z.string().nullable(),
    total: z.number().int(),
    scheduled: z.number().int(),
    suppressed: z.number().int(),
    unreachable: z.number().int(),
    duplicates: z.number().int(),
    starts_at: z.string(),
    ends_at: z.string(),
    /** Present for a later send to a dynamic segment: the figures are as of now, the audience is evaluated at the start. */
    estimate: z.boolean().optional(),
    warnings: z.array(warningSchema),
  })
  .meta({ id: 'SendAccepted' });
export type SendAccepted = z.infer<typeof sendAccepted>;

/** Who a send would reach now, before anything is written; same equation. */
export const sendPreview = z.object({
  total: z.number().int(),
  will_receive: z.number().int(),
  suppressed: z.number().int(),
  unreachable: z.number().int(),
  duplicates: z.number().int(),
  starts_at: z.string(),
  ends_at: z.string(),
  /** Slices needed to keep each call within the limit of recipients. */
  slices: z.number().int(),
  /** What the send would be tracked by. */
  track_opens: z.boolean(),
  track_clicks: z.boolean(),
  warnings: z.array(warningSchema),
});
export type SendPreview = z.infer<typeof sendPreview>;

export const sendCounts = z.object({
  total: z.number().int(),
  scheduled: z.number().int(),
  sending: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  suppressed: z.number().int(),
  unreachable: z.number().int(),
  duplicates: z.number().int(),
  cancelled: z.number().int(),
  unknown: z.number().int(),
});
export type SendCounts = z.infer<typeof sendCounts>;

export const sendSchema = z
  .object({
    id: z.string(),
    audience_id: z.string().nullable(),
    audience_name: z.string(),
    /** The campaign or automation that launched it; null: by hand or API. */
    origin: z.object({ type: z.enum(['campaign', 'automation']), id: z.string() }).nullable(),
    channel: z.enum(channels),
    status: z.enum(sendStatuses),
    from: z.string(),
    template_id: z.string(),
    template_name: z.string(),
    template_version: z.number().int(),
    subject_variants: z.array(z.string()),
    /** Null: each person gets one of the subjects, and nobody waits. */
    subject_test: subjectTestSchema.nullable(),
    variables: z.record(z.string(), scalar),
    /** Decided when it was scheduled. False: how many opened it, or clicked, is not known. */
    track_opens: z.boolean(),
    track_clicks: z.boolean(),
    ramp_minutes: z.number().int(),
    scheduled_local: z.string().nullable(),
    scheduled_at_tz: z.string().nullable(),
    slice: z.object({ index: z.number().int(), of: z.number().int() }).nullable(),
    starts_at: z.string(),
    ends_at: z.string(),
    counts: sendCounts,
    /** Per variant letter, in order; one entry `A` when the send has a single subject. Who waits for the decision of a test is in none. */
    variants: z.array(z.object({ letter: z.string(), subject: z.string(), counts: sendCounts })),
    created_at: z.string(),
    /** While it is paused: nothing leaves, and on resuming what is left keeps its spacing. */
    paused_at: z.string().nullable(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'Send' });
export type Send = z.infer<typeof sendSchema>;

export const messageSchema = z
  .object({
    id: z.string(),
    send_id: z.string(),
    contact_id: z.string().nullable(),
    address: z.string().nullable(),
    status: z.enum(messageStatuses),
    scheduled_at: z.string().nullable(),
    sent_at: z.string().nullable(),
    attempt: z.number().int(),
    error: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof messageSchema>;
