import * as z from 'zod';
import { idSchema } from './ids';
import { pageQuery } from './page';

const one = z
  .strictObject({
    contact_id: idSchema('contact').optional(),
    email: z.string().max(400).optional(),
    phone: z.string().max(100).optional(),
    name: z.string().trim().min(1).max(200),
    properties: z.record(z.string().min(1).max(200), z.unknown()).default({}),
    occurred_at: z.iso.datetime({ offset: true }).optional(),
    id: z.string().min(1).max(200).optional().meta({ description: 'Your own id of the event: a second delivery is ignored' }),
    create_contact: z.boolean().default(false).meta({ description: 'Creates the contact when nobody has the email or phone' }),
  })
  .refine((e) => [e.contact_id, e.email, e.phone].filter((v) => v !== undefined).length === 1, {
    message: 'give one of contact_id, email and phone',
  });
export const eventInput = one.meta({ id: 'EventInput' });
export type EventInput = z.infer<typeof eventInput>;
/** What a verb takes: the defaults may be left out. */
export type EventGiven = Omit<EventInput, 'create_contact' | 'properties'> & Partial<Pick<EventInput, 'create_contact' | 'properties'>>;

/** `recorded` is false when an event with the same `id` was there already. */
export const recordedEvent = z
  .object({ contact_id: z.string(), name: z.string(), occurred_at: z.string(), recorded: z.boolean() })
  .meta({ id: 'RecordedEvent' });
export type RecordedEvent = z.infer<typeof recordedEvent>;

export const eventBatch = z.strictObject({ events: z.array(one).min(1).max(1_000) }).meta({ id: 'EventBatch' });
/** `recorded + duplicates + rejected.length` is the number given. */
export const eventBatchResult = z
  .object({
    recorded: z.number().int(),
    duplicates: z.number().int(),
    contacts_created: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'EventBatchResult' });
export type EventBatchResult = z.infer<typeof eventBatchResult>;

export const contactTimelineQuery = pageQuery;

/** One thing in the life of a contact. `text` says it in a sentence; `is_bot`: a machine did it. Ids of what it is about, where there are any. */
export const timelineEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: z.enum(['message', 'message_event', 'event', 'audience', 'automation']),
    type: z.string(),
    text: z.string(),
    is_bot: z.boolean(),
    send_id: z.string().nullable(),
    audience_id: z.string().nullable(),
    automation_id: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** What a contact did, as it was recorded. */
export const contactEventSchema = z
  .object({
    id: z.string(),
    contact_id: z.string(),
    name: z.string(),
    properties: z.record(z.string(), z.unknown()),
    occurred_at: z.string(),
  })
  .meta({ id: 'ContactEvent' });
export type ContactEvent = z.infer<typeof contactEventSchema>;
export const eventsQuery = pageQuery.extend({
  contact_id: idSchema('contact'),
  name: z.string().max(200).optional(),
});
