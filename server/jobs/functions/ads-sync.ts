import type { Inngest } from 'inngest';
import { adsWorld } from '@/server/ads/ads-world';
import { beginChanges } from '@/server/ads/begin-changes';
import { ADS_CHANGED, ADS_SYNC, type AdsChanged, type AdsSync, adsSync } from '@/server/ads/events';
import { type Round, runSync } from '@/server/ads/run-sync';
import type { OrgId } from '@/server/context';
import type { World } from '@/server/sends/world';

/** Steps of work in one run; then another run takes over, far from the limit of steps. */
const ROUNDS = 100;

/**
 * Drives one sync to its end: works for a few seconds, sleeps as long as the platform asks, goes on. Of an account one step runs at a
 * time. Whatever ends it, the rows say how far it came.
 */
export const adsSyncFunction = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    {
      id: 'ads-sync',
      triggers: [{ event: ADS_SYNC }, { event: ADS_CHANGED }],
      concurrency: [{ limit: 10 }, { limit: 1, key: 'event.data.account_id' }],
    },
    async ({ event, step, runId }) => {
      let data = event.data as AdsSync;
      if (event.name === ADS_CHANGED) {
        const changed = event.data as AdsChanged;
        if (Date.parse(changed.due_at) > (event.ts ?? 0)) await step.sleepUntil('settle', changed.due_at);
        const syncId = await step.run('begin', () => beginChanges(world, changed, runId));
        if (!syncId) return { nothing: true };
        const { org_id, ad_audience_id, account_id } = changed;
        data = { org_id, ad_audience_id, account_id, sync_id: syncId, round: 0 };
      }
      for (let i = 0; ; i++) {
        if (i === ROUNDS) {
          await step.sendEvent('hand-over', adsSync({ ...data, round: data.round + 1 }));
          return { handed_over: true };
        }
        const work = () => runSync(adsWorld(world), { orgId: data.org_id as OrgId, syncId: data.sync_id });
        const { next }: Round = await step.run(`work-${i}`, work);
        if (next === null) return { handed_over: false };
        await step.sleepUntil(`wait-${i}`, next);
      }
    },
  );
