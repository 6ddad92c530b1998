import type { Inngest } from 'inngest';
import { AppError } from '@/contracts/errors';
import { closeRun } from '@/server/campaigns/close-run';
import { evaluateRun, type SlicePart } from '@/server/campaigns/evaluate-run';
import { failRun } from '@/server/campaigns/fail-run';
import { launchSlice } from '@/server/campaigns/launch-slice';
import { newRequestId, type OrgId } from '@/server/context';
import { CAMPAIGN_RUN, type CampaignRun } from '@/server/jobs/events';
import type { World } from '@/server/sends/world';

/**
 * Launches one occurrence: its people in one snapshot, then a send for each slice of them, each in its own transaction. A crash in between
 * goes on with the slice that is missing; a pause ends it, and resuming begins it again at that slice.
 */
export const campaignRunFunction = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'campaign-run', triggers: [{ event: CAMPAIGN_RUN }], concurrency: 4 }, async ({ event, step, runId }) => {
    const { org_id, run_id } = event.data as CampaignRun;
    const ctx = () => ({ orgId: org_id as OrgId, actor: { type: 'job', id: runId } as const, now: new Date(), requestId: newRequestId() });
    /** A refusal is final: it is told to the owner, and trying again would not change it. */
    const refusals = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        await failRun(world.db, ctx(), run_id, error.message);
        return null;
      }
    };
    const slices: SlicePart[] | null = await step.run('evaluate', () => refusals(() => evaluateRun(world.db, ctx(), run_id)));
    if (!slices) return { launched: 0 };
    for (const slice of slices) {
      const launched = await step.run(`launch-${slice.channel}-${slice.index}`, () =>
        refusals(() => launchSlice(world.db, ctx(), run_id, slice)),
      );
      if (!launched) return { stopped: true };
    }
    await step.run('close', () => closeRun(world.db, ctx(), run_id));
    return { launched: slices.length };
  });
