import type { Inngest } from 'inngest';
import { startOccurrence } from '@/server/campaigns/start-occurrence';
import { newRequestId, type OrgId } from '@/server/context';
import { CAMPAIGN_ARMED, CAMPAIGN_CHANGED, type CampaignArmed } from '@/server/jobs/events';
import type { World } from '@/server/sends/world';

/** Sleeps until the next occurrence of a campaign and starts it, which sets the clock for the one after. A newer clock ends this one. */
export const campaignClock = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    {
      id: 'campaign-clock',
      triggers: [{ event: CAMPAIGN_ARMED }],
      cancelOn: [
        {
          event: CAMPAIGN_CHANGED,
          if: 'event.data.campaign_id == async.data.campaign_id && async.data.revision > event.data.revision',
        },
      ],
    },
    async ({ event, step, runId }) => {
      const { org_id, campaign_id, revision, wake_at } = event.data as CampaignArmed;
      // Decided by the event alone, so that a replay decides the same.
      if (Date.parse(wake_at) > (event.ts ?? 0)) await step.sleepUntil('occurrence', wake_at);
      const started = await step.run('start', () =>
        startOccurrence(
          world.db,
          { orgId: org_id as OrgId, actor: { type: 'job', id: runId }, now: new Date(), requestId: newRequestId() },
          campaign_id,
          revision,
        ),
      );
      return { started };
    },
  );
