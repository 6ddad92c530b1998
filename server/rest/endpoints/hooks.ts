import * as z from 'zod';
import { mailHookInput, mailHookSchema, newMailHook, trackingSettings as settingsSchema, trackingPatch } from '@/contracts/hooks';
import { idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { createMailHook } from '@/server/hooks/create-mail-hook';
import { listMailHooks } from '@/server/hooks/list-mail-hooks';
import { revokeMailHook } from '@/server/hooks/revoke-mail-hook';
import { trackingSettings } from '@/server/tracking/tracking-settings';
import { updateTrackingSettings } from '@/server/tracking/update-tracking-settings';
import { endpoint } from '../endpoint';

const tag = 'Tracking';

/** How Muster learns what became of messages. */
export const hookEndpoints = [
  endpoint({
    method: 'GET',
    path: '/tracking',
    scope: 'read:events',
    tag,
    summary: 'Read what mail is tracked by',
    response: settingsSchema,
    status: 200,
    handler: (ctx) => trackingSettings(ctx),
  }),
  endpoint({
    method: 'PATCH',
    path: '/tracking',
    scope: 'write:events',
    tag,
    summary: 'Switch the open pixel or click links on or off',
    description: 'Holds for sends that begin from now on. Links and pictures of mail that has left go on working.',
    body: trackingPatch,
    example: { opens: false },
    response: settingsSchema,
    status: 200,
    handler: (ctx, { body }) => updateTrackingSettings(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/hooks/mail',
    scope: 'read:events',
    tag,
    summary: 'List webhooks for mail providers',
    query: pageQuery,
    response: pageOf(mailHookSchema),
    status: 200,
    handler: (ctx, { query }) => listMailHooks(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/hooks/mail',
    scope: 'write:events',
    tag,
    summary: 'Open a webhook for a mail provider',
    description:
      'The provider posts to its `url`, without an API key: requests are signed (Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature` over the raw body, within five minutes). `standard` takes `{"events": [{"type": "bounced", "message_id": "msg_…", "bounce": "hard", "at": "…"}]}` with the types delivered, opened, clicked, bounced, complained and unsubscribed; a message is named by `message_id` (ours, or its Message-ID header) or by `email`. `resend` and `mailgun` take what those services send. A mail that came back may be posted as `message/rfc822` (RFC 3464, RFC 5965). Hard bounces and complaints suppress the address. Posting twice changes nothing. The secret is in this answer only.',
    body: mailHookInput,
    example: { name: 'Production mail', provider: 'standard' },
    response: newMailHook,
    status: 201,
    handler: (ctx, { body }) => createMailHook(ctx, body),
  }),
  endpoint({
    method: 'DELETE',
    path: '/hooks/mail/:id',
    scope: 'write:events',
    tag,
    summary: 'Revoke a webhook',
    description: 'Ends it at once and for good; a second call changes nothing.',
    params: z.object({ id: idSchema('webhook') }),
    response: mailHookSchema,
    status: 200,
    handler: (ctx, { params }) => revokeMailHook(ctx, params.id),
  }),
];
