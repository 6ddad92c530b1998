import type { Inngest } from 'inngest';
import { settleCampaignOf } from '@/server/campaigns/settle-campaigns';
import type { OrgId } from '@/server/context';
import { SEND_BATCH, SEND_CANCELLED, type SendBatch, sendBatch } from '@/server/jobs/events';
import { deliverBatch, type Progress } from '@/server/sends/deliver-batch';
import type { World } from '@/server/sends/world';

/** Deliveries in one run; then another run takes over, far from the limit of steps and before replays grow dear. */
const ROUNDS = 100;

/**
 * Delivers one batch of a send: sleeps until its next message is due, delivers what is due for two seconds, and so on until nothing in
 * it is open. The limits count steps that run, not runs that sleep; one organization cannot take every place.
 */
export const deliverBatchFunction = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    {
      id: 'deliver-batch',
      triggers: [{ event: SEND_BATCH }],
      cancelOn: [{ event: SEND_CANCELLED, match: 'data.send_id' }],
      concurrency: [{ limit: 40 }, { limit: 20, key: 'event.data.org_id' }],
    },
    async ({ event, step }) => {
      const batch = event.data as SendBatch;
      const { send_id: sendId, first, last, resumes = 0 } = batch;
      const range = { orgId: batch.org_id as OrgId, sendId, first, last, resumes };
      let due: string | null = batch.due_at;
      for (let i = 0; due !== null; i++) {
        if (i === ROUNDS) {
          await step.sendEvent('hand-over', sendBatch({ ...batch, due_at: due, round: batch.round + 1 }));
          return { handed_over: true };
        }
        // The first wait is decided by the event alone, so that a replay decides the same.
        if (i > 0 || Date.parse(due) > (event.ts ?? 0)) await step.sleepUntil(`due-${i}`, due);
        const progress: Progress = await step.run(`deliver-${i}`, async () => {
          const progress = await deliverBatch(world, range);
          if (progress.next === null) await settleCampaignOf(world.db, sendId);
          return progress;
        });
        due = progress.next;
      }
      return { handed_over: false };
    },
  );
