import * as z from 'zod';
import { contactInput } from './contact';
import { idSchema } from './ids';
import { limits } from './limits';

export const audienceKinds = ['list', 'segment', 'custom'] as const;

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
  .max(80);

export const audienceSchema = z
  .object({
    id: z.string(),
    kind: z.enum(audienceKinds),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullable(),
    /** Null in lists for what is evaluated when used, and where a filter cannot be evaluated. */
    contact_count: z.number().int().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Audience' });
export type Audience = z.infer<typeof audienceSchema>;

export const audienceInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    slug: slugSchema.optional(),
    description: z.string().max(2000).nullable().optional(),
  })
  .meta({ id: 'AudienceInput' });
export type AudienceInput = z.infer<typeof audienceInput>;
export const audiencePatch = audienceInput.partial().meta({ id: 'AudiencePatch' });
export type AudiencePatch = z.infer<typeof audiencePatch>;

/** Add members by id, or as contacts, which are created or matched by address first. Exactly one of the two. */
export const addMembersInput = z
  .strictObject({
    contact_ids: z.array(idSchema('contact')).min(1).max(limits.batchContacts).optional(),
    contacts: z.array(contactInput).min(1).max(limits.batchContacts).optional(),
  })
  .refine((b) => (b.contact_ids ? 1 : 0) + (b.contacts ? 1 : 0) === 1, { message: 'give either contact_ids or contacts' });
export type AddMembersInput = z.infer<typeof addMembersInput>;
export const removeMembersInput = z.strictObject({ contact_ids: z.array(idSchema('contact')).min(1).max(limits.batchContacts) });

export const membersChanged = z.object({ added: z.number().int(), already_members: z.number().int() });
export const membersRemoved = z.object({ removed: z.number().int() });
