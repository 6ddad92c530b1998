import type { Inngest } from 'inngest';
import { adsWorld } from '@/server/ads/ads-world';
import { sweepAds } from '@/server/ads/sweep-ads';
import type { World } from '@/server/sends/world';

/** Once a minute: ads syncs that nobody else comes back for. */
export const adsSweep = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'ads-sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1, retries: 0 }, async ({ step }) =>
    step.run('ads', () => sweepAds(() => adsWorld(world))),
  );
