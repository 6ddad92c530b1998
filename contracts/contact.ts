import * as z from 'zod';
import { limits } from './limits';

const json: z.ZodType<unknown> = z.unknown();
// z.record leaves such a key out in silence
function refuseProto(value: unknown, ctx: z.RefinementCtx): Record<string, unknown> {
  if (value && typeof value === 'object' && Object.hasOwn(value, '__proto__')) {
    ctx.addIssue({ code: 'custom', path: ['__proto__'], message: '__proto__ cannot be a key' });
  }
  return value as Record<string, unknown>;
}

export const metadataSchema = z
  .preprocess(refuseProto, z.record(z.string().min(1).max(200), json))
  .meta({ description: 'Free-form JSON object; every key is a template variable' });
export const tagsSchema = z.array(z.string().trim().min(1).max(100)).max(limits.tags);

/** A contact as every answer shows it. Timestamps are ISO 8601 UTC. */
export const contactSchema = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    name: z.string().nullable(),
    country: z.string().nullable(),
    timezone: z.string().nullable(),
    language: z.string().nullable(),
    tags: z.array(z.string()),
    metadata: metadataSchema,
    created_at: z.string(),
    updated_at: z.string(),
    last_email_sent_at: z.string().nullable(),
    last_email_opened_at: z.string().nullable(),
    last_email_clicked_at: z.string().nullable(),
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof contactSchema>;

const fields = {
  email: z.string().max(400).nullable(),
  phone: z.string().max(40).nullable(),
  name: z.string().max(500).nullable(),
  country: z.string().max(2).nullable().meta({ description: 'ISO 3166-1 alpha-2' }),
  timezone: z.string().max(64).nullable().meta({ description: 'IANA time zone' }),
  language: z.string().max(35).nullable().meta({ description: 'BCP 47 language tag' }),
  tags: tagsSchema,
  metadata: metadataSchema,
};

/** Create: an address is needed; the verb brings email and phone to their normal forms. */
export const contactInput = z
  .strictObject(fields)
  .partial()
  .refine((c) => c.email || c.phone, { message: 'a contact needs an email or a phone', path: ['email'] })
  .meta({ id: 'ContactInput' });
export type ContactInput = z.infer<typeof contactInput>;

/** Update: only the given fields change; `null` clears; `metadata` keys are merged, a `null` value removes the key. */
export const contactPatch = z.strictObject(fields).partial().meta({ id: 'ContactPatch' });
export type ContactPatch = z.infer<typeof contactPatch>;

/** `created + updated + unchanged + rejected.length` is the number of contacts given; `index` is a contact's place among them. */
export const batchResult = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
    data: z.array(contactSchema),
  })
  .meta({ id: 'BatchResult' });
export type BatchResult = z.infer<typeof batchResult>;
