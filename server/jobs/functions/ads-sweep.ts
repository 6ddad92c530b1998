import type { Inngest } from 'inngest';
import { adsWorld } from '@/server/ads/ads-world';
import { askLate, type Late, lateBatches } from '@/server/ads/ask-late';
import { sweepAds } from '@/server/ads/sweep-ads';
import type { OrgId } from '@/server/context';
import type { World } from '@/server/sends/world';

/** Once a minute: ads syncs that nobody else comes back for. */
export const adsSweep = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'ads-sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1, retries: 0 }, async ({ step }) => {
    const swept = await step.run('syncs', () => sweepAds(world));
    const late: Late[] = await step.run('late', () => lateBatches(world.db));
    for (const [i, { org_id, sync_id, ad_audience_id }] of late.entries())
      await step.run(`ask-${i}`, () => askLate(adsWorld(world), { orgId: org_id as OrgId, syncId: sync_id, adAudienceId: ad_audience_id }));
    return swept;
  });
