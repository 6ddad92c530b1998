import type { Inngest } from 'inngest';
import { dueAudiences, refreshUnattended } from '@/server/custom/refresh-nightly';
import { prunePixels } from '@/server/pixel/prune-pixels';
import type { World } from '@/server/sends/world';

/** Each night: uploaded audiences take in who came since, lookalikes learn anew, and pixels forget strangers of long ago. */
export const customNightly = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    { id: 'custom-nightly', triggers: [{ cron: '17 2 * * *' }], concurrency: 1, retries: 1 },
    async ({ step, runId }) => {
      let refreshed = 0;
      for (let after: string | null = null, round = 0; round < 400; round++) {
        const due: { id: string; orgId: string }[] = await step.run(`due-${round}`, () => dueAudiences(world.db, after));
        if (due.length)
          await step.run(`refresh-${round}`, async () => {
            for (const one of due) await refreshUnattended(world.db, one, runId);
            return due.length;
          });
        refreshed += due.length;
        after = due.at(-1)?.id ?? null;
        if (due.length < 200) break;
      }
      const pruned = await step.run('prune', () => prunePixels(world.db));
      return { refreshed, pruned };
    },
  );
