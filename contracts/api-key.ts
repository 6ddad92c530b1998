import * as z from 'zod';
import { scopes } from './scopes';

export const apiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .transform((list) => [...new Set(list)]),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;

/** A key as it is shown after its making: enough to tell it apart, nothing to sign in with. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  last4: z.string(),
  scopes: z.array(z.enum(scopes)),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
/** The answer of its making: the only time that `key` leaves the server. */
export type NewApiKey = ApiKey & { key: string };
