import * as z from 'zod';
import { channels } from './limits';

/** A mail or SMS that the local catcher took (demo and tests). Addresses as the message has them. */
export const mailSummary = z.object({
  id: z.string(),
  channel: z.enum(channels),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  received_at: z.string(),
});
export type MailSummary = z.infer<typeof mailSummary>;

/** `html` is made for an `<iframe sandbox srcdoc>`: it carries a policy that lets no script, form or frame of the mail run. */
export const mailSchema = mailSummary.extend({
  html: z.string().nullable(),
  text: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type Mail = z.infer<typeof mailSchema>;
