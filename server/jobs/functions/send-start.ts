import type { Inngest } from 'inngest';
import { settleCampaignOf } from '@/server/campaigns/settle-campaigns';
import { newRequestId, type OrgId } from '@/server/context';
import { SEND_CANCELLED, SEND_SCHEDULED, type SendScheduled, sendBatch } from '@/server/jobs/events';
import { startSend } from '@/server/sends/start-send';
import type { World } from '@/server/sends/world';
import { decideWhenDue } from '@/server/subject-tests/decide-when-due';
import { restOfSend } from '@/server/subject-tests/rest-of-send';

/** Events in one call: well below the limits of an event batch. */
const EVENTS = 400;

/**
 * Sleeps until a send starts, freezes the members where that was left for the start, and fans out: one event per batch, by reference.
 * With a test of subjects it sleeps on and decides; the decision starts the send anew, for the rest.
 */
export const sendStart = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    { id: 'send-start', triggers: [{ event: SEND_SCHEDULED }], cancelOn: [{ event: SEND_CANCELLED, match: 'data.send_id' }] },
    async ({ event, step, runId }) => {
      const { org_id, send_id, wake_at, resumes } = event.data as SendScheduled;
      // Decided by the event alone, so that a replay decides the same.
      if (Date.parse(wake_at) > (event.ts ?? 0)) await step.sleepUntil('start', wake_at);
      const job = () => ({
        orgId: org_id as OrgId,
        actor: { type: 'job', id: runId } as const,
        now: new Date(),
        requestId: newRequestId(),
      });
      const batches = await step.run('start-send', () => startSend(world, job(), send_id, resumes));
      if (!batches.length) await step.run('settle', () => settleCampaignOf(world.db, send_id));
      for (let i = 0; i < batches.length; i += EVENTS) {
        await step.sendEvent(
          `fan-out-${i / EVENTS}`,
          batches.slice(i, i + EVENTS).map((batch) => sendBatch(batch)),
        );
      }
      const rest = await step.run('rest', () => restOfSend({ ...job(), db: world.db }, send_id, resumes ?? 0));
      if (rest) {
        await step.sleepUntil('decision', rest.restAt);
        await step.run('decide', () => decideWhenDue(world.db, job(), rest.testId));
      }
      return { batches: batches.length };
    },
  );
