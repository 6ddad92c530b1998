import * as z from 'zod';
import { pageQuery } from './page';

/**
 * Why somebody entered or left. `kind`: `import`, `user`, `api_key`, `send` (a mail was sent, opened or clicked), `engagement`, `event` (one
 * that was recorded; `name` is the event's), `definition` (the filter of `id` was edited), `custom` (a custom audience was made anew),
 * `automation_run`, `recipient`, `time` (a relative date came due), `watch` and `unwatch` (history began, ended), or, where nothing more is
 * known, what changed: `contacts`, `audience_members`, `contact_events`, `records`, `record_contacts`. `id` and `name` say which.
 */
export const causeSchema = z
  .object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() })
  .meta({ id: 'MembershipCause' });
export type Cause = z.infer<typeof causeSchema>;

const person = z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() });
/** A contact; one that was erased is an id without anything else, and `erased`. */
export const personSchema = person.extend({ erased: z.boolean() });
export type Person = z.infer<typeof personSchema>;

/** Whether and why an audience is followed. `broken`: it cannot be evaluated, for the reason in `error`; its history stands still meanwhile. */
export const watchSchema = z
  .object({
    audience_id: z.string(),
    /** Followed at all, for whichever watcher. */
    watched: z.boolean(),
    /** Switched on by hand. */
    history: z.boolean(),
    watchers: z.array(z.string()),
    state: z.enum(['stale', 'live', 'broken']).nullable(),
    error: z.string().nullable(),
    /** From when to when membership is known; the last one is under way when `until` is null. */
    periods: z.array(z.object({ from: z.string(), until: z.string().nullable() })),
    size: z.number().int().nullable(),
  })
  .meta({ id: 'AudienceWatch' });
export type Watch = z.infer<typeof watchSchema>;

export const changesQuery = pageQuery.extend({ kind: z.enum(['entered', 'left']).optional() });
export const changeSchema = z
  .object({ kind: z.enum(['entered', 'left']), at: z.string(), contact: personSchema, cause: causeSchema })
  .meta({ id: 'MembershipChange' });
export type MembershipChange = z.infer<typeof changeSchema>;

export const historyQuery = pageQuery.extend({
  on: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .meta({ example: '2026-05-01', description: 'A day: who was in at its end (UTC), or is in now when it is not over. Or a moment.' }),
});
export const membersOnSchema = z
  .object({
    at: z.string(),
    count: z.number().int(),
    data: z.array(z.object({ contact: personSchema, entered_at: z.string(), entered_by: causeSchema, left_at: z.string().nullable() })),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'MembersOnDay' });
export type MembersOn = z.infer<typeof membersOnSchema>;

export const sizeQuery = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First day (UTC); 29 days before `to` if absent' }),
  to: z.iso.date().optional().meta({ description: 'Last day (UTC); today if absent. At most 366 days.' }),
});
const byCause = z.record(z.string(), z.number().int());
/** `size`: at the end of the day, null while nobody followed. `entered` and `left`: how many, by kind of cause. */
export const sizeDay = z.object({ day: z.string(), size: z.number().int().nullable(), entered: byCause, left: byCause });
export const sizeHistorySchema = z.object({ data: z.array(sizeDay) }).meta({ id: 'SizeHistory' });
export type SizeHistory = z.infer<typeof sizeHistorySchema>;

export const staySchema = z
  .object({
    audience: z.object({ id: z.string(), name: z.string(), kind: z.enum(['list', 'segment', 'custom']) }),
    entered_at: z.string(),
    entered_by: causeSchema,
    left_at: z.string().nullable(),
    left_by: causeSchema.nullable(),
  })
  .meta({ id: 'AudienceStay' });
export type Stay = z.infer<typeof staySchema>;
