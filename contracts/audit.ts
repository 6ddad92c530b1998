import * as z from 'zod';

export const auditEntrySchema = z.object({
  id: z.string(),
  action: z.string(),
  /** Public id of what was changed. */
  target: z.string(),
  actor: z.object({
    type: z.enum(['user', 'api_key', 'job', 'webhook', 'recipient']),
    id: z.string(),
    /** Name of the user or of the key, while it exists. */
    name: z.string().nullable(),
  }),
  data: z.record(z.string(), z.unknown()),
  request_id: z.string(),
  created_at: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
