import { setHistory } from '@/server/membership/set-history';
import { uuidOf } from '../factory';
import { type Area, restById, trpcById } from './area';

const onDay = (their: Record<string, string>) => ({ id: their.segment, on: '2026-05-01' });

export const membership: Area = {
  async own(ctx, owned) {
    await setHistory(ctx, { id: uuidOf('audience', owned.segment), on: true });
    return {};
  },
  rest: {
    'GET /audiences/:id/watch': restById('segment'),
    'PUT /audiences/:id/watch': restById('audience'),
    'DELETE /audiences/:id/watch': restById('segment'),
    'GET /audiences/:id/changes': restById('segment'),
    'GET /audiences/:id/history': (their) => [{ params: { id: their.segment }, query: 'on=2026-05-01' }],
    'GET /audiences/:id/size-history': restById('segment'),
    'GET /contacts/:id/audiences': restById('contact'),
  },
  trpc: {
    'membership.watch': trpcById('segment'),
    'membership.setHistory': (their) => ({
      lost: [
        { id: their.segment, on: false },
        { id: their.audience, on: true },
      ],
    }),
    'membership.changes': trpcById('segment'),
    'membership.membersOn': (their) => ({ lost: [onDay(their)] }),
    'membership.sizeHistory': trpcById('segment'),
    'membership.contactAudiences': trpcById('contact'),
  },
};
