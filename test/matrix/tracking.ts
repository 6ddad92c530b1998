import { mailHookInput } from '@/contracts/hooks';
import { createMailHook } from '@/server/hooks/create-mail-hook';
import { type Area, restById, trpcById } from './area';

export const tracking: Area = {
  async own(ctx, { mark }) {
    return { mailHook: (await createMailHook(ctx, mailHookInput.parse({ name: mark }))).id };
  },
  rest: {
    'GET /events': (their, my) => [
      { query: `contact_id=${their.contact}` },
      { query: `contact_id=${my.contact}&name=${their.mark}`, want: 'nothing' },
    ],
    'GET /contacts/:id/timeline': restById('contact'),
    'GET /tracking': () => [{ want: 'nothing' }],
    'PATCH /tracking': () => [{ want: 'nothing' }],
    'GET /hooks/mail': (their) => [{ want: 'nothing' }, { query: `cursor=${their.mailHook}`, want: 'nothing' }],
    'POST /hooks/mail': () => [{ want: 'nothing' }],
    'DELETE /hooks/mail/:id': restById('mailHook'),
  },
  trpc: {
    'tracking.settings': () => ({ blind: [undefined] }),
    'tracking.updateSettings': () => ({ blind: [{ opens: true }] }),
    'tracking.hooks': (their) => ({ blind: [{}, { cursor: their.mailHook }] }),
    'tracking.createHook': () => ({ blind: [{ name: 'x' }] }),
    'tracking.revokeHook': trpcById('mailHook'),
    'tracking.timeline': trpcById('contact'),
  },
};
