import { createPixel } from '@/server/pixel/create-pixel';
import { type Area, restById, trpcById } from './area';

export const pixels: Area = {
  async own(ctx, { mark }) {
    const made = await createPixel(ctx, { name: mark, origins: [`https://${mark}.example`], require_consent: true, retention_days: 90 });
    return { pixel: made.id };
  },
  rest: {
    'GET /pixels': (their) => [{ want: 'nothing' }, { query: `cursor=${their.pixel}`, want: 'nothing' }],
    'POST /pixels': () => [{ want: 'nothing' }],
    'GET /pixels/:id': restById('pixel'),
    'PATCH /pixels/:id': restById('pixel'),
    'POST /pixels/:id/rotate-secret': restById('pixel'),
    'DELETE /pixels/:id': restById('pixel'),
  },
  trpc: {
    'pixels.list': () => ({ blind: [{}] }),
    'pixels.get': trpcById('pixel'),
    'pixels.create': (their) => ({ blind: [{ name: 'x', origins: [`https://${their.mark}.test`] }] }),
    'pixels.update': (their) => ({ lost: [{ id: their.pixel, patch: { name: 'x' } }] }),
    'pixels.rotateSecret': trpcById('pixel'),
    'pixels.delete': trpcById('pixel'),
  },
};
