import type { Inngest } from 'inngest';
import { settleCampaignOf } from '@/server/campaigns/settle-campaigns';
import { SEND_CANCELLED } from '@/server/jobs/events';
import { closeCancelled } from '@/server/sends/close-cancelled';
import type { World } from '@/server/sends/world';

/** Well below the time that a step may take. */
const STEP_MS = 10_000;

/** Closes the rows of a cancelled send, however many: what it leaves undone, the sweep does. */
export const closeCancelledFunction = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'close-cancelled', triggers: [{ event: SEND_CANCELLED }], concurrency: 2 }, async ({ event, step }) => {
    const { send_id } = event.data as { send_id: string };
    let closed = 0;
    for (let i = 0; ; i++) {
      const slices = await step.run(`close-${i}`, () => closeCancelled(world.db, send_id, STEP_MS));
      closed += slices.closed;
      if (slices.done) break;
    }
    await step.run('settle', () => settleCampaignOf(world.db, send_id));
    return { closed };
  });
