import * as z from 'zod';

/** Who reports: in our own words, or a provider in its. */
export const mailHookProviders = ['standard', 'resend', 'mailgun'] as const;
export type MailHookProvider = (typeof mailHookProviders)[number];

export const mailHookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.enum(mailHookProviders),
    /** Where the provider is to post. */
    url: z.string(),
    created_at: z.string(),
    last_used_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
  })
  .meta({ id: 'MailHook' });
export type MailHook = z.infer<typeof mailHookSchema>;

export const mailHookInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    provider: z.enum(mailHookProviders).default('standard'),
    secret: z.string().trim().min(16).max(200).optional().meta({
      description: 'What the provider signs with, as it shows it. Left out, a secret is made; Resend and Mailgun have their own.',
    }),
  })
  .refine((input) => input.provider === 'standard' || input.secret !== undefined, {
    path: ['secret'],
    message: 'paste the signing secret that the provider shows',
  })
  .refine(
    (input) => input.provider === 'mailgun' || input.secret === undefined || /^whsec_[A-Za-z0-9+/]{32,90}={0,2}$/.test(input.secret),
    {
      path: ['secret'],
      message: 'a signing secret looks like whsec_ and base64',
    },
  )
  .meta({ id: 'MailHookInput' });
export type MailHookInput = z.infer<typeof mailHookInput>;

/** The secret is in this answer and nowhere else afterwards. */
export const newMailHook = mailHookSchema.extend({ secret: z.string() }).meta({ id: 'NewMailHook' });
export type NewMailHook = z.infer<typeof newMailHook>;

/**
 * What may be posted to a hook of provider `standard`. The message is found by `message_id` (`msg_…`, or the Message-ID header), else by
 * `email`: the last one sent to it; `provider_id` tells it from others to the same address.
 */
export const hookReports = z.object({
  events: z
    .array(
      z
        .object({
          type: z.enum(['delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed']),
          message_id: z.string().max(400).optional(),
          provider_id: z.string().max(400).optional(),
          email: z.string().max(400).optional(),
          at: z.iso.datetime({ offset: true }).optional(),
          /** The provider's id of the event. A repeated webhook is harmless without it too. */
          id: z.string().min(1).max(200).optional(),
          /** Of a bounce: `hard` (the default) suppresses the address, `soft` is only recorded. */
          bounce: z.enum(['hard', 'soft']).optional(),
          reason: z.string().max(1000).optional(),
          url: z.string().max(4000).optional(),
          user_agent: z.string().max(1000).optional(),
        })
        .refine((e) => e.message_id || e.provider_id || e.email, { message: 'give message_id, provider_id or email' }),
    )
    .min(1)
    .max(1_000),
});

/** What became of a webhook: `recorded` events were new; `unmatched` name no message of the organization. */
export const hookAnswer = z.object({ received: z.number().int(), recorded: z.number().int(), unmatched: z.number().int() });
export type HookAnswer = z.infer<typeof hookAnswer>;

/** Whether mail carries an open pixel, and whether its links are led through ours. */
export const trackingSettings = z.object({ opens: z.boolean(), clicks: z.boolean() }).meta({ id: 'TrackingSettings' });
export type TrackingSettings = z.infer<typeof trackingSettings>;
export const trackingPatch = z.strictObject({ opens: z.boolean(), clicks: z.boolean() }).partial().meta({ id: 'TrackingPatch' });
