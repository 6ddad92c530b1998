import type { Inngest } from 'inngest';
import { env } from '@/server/env';
import { askAgain } from '@/server/indexes/ask-again';
import { buildIndex, dropLeft, failIndex, removeIndex } from '@/server/indexes/build-index';
import { dropUnused } from '@/server/indexes/drop-unused';
import { INDEX_WANTED, type IndexWanted } from '@/server/jobs/events';
import type { World } from '@/server/sends/world';

/** Builds or drops an index on contacts, one at a time. */
export const filterIndexFunction = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'filter-index', triggers: [{ event: INDEX_WANTED }], concurrency: 1 }, async ({ event, step }) => {
    const job = event.data as IndexWanted;
    const url = env().DATABASE_URL;
    if (job.wanted === 'gone') return step.run('drop', () => removeIndex(world.db, url, job));
    try {
      await step.run('build', () => buildIndex({ db: world.db, now: new Date() }, url, job));
    } catch (error) {
      const { message } = error as Error;
      await step.run('give-up', () => failIndex(world.db, job, `Building it was interrupted each time, lastly by: ${message}`));
      await step.run('clean-up', () => dropLeft(world.db, url, job));
      return { failed: message };
    }
  });

export const filterIndexNightly = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    { id: 'filter-index-nightly', triggers: [{ cron: '41 3 * * *' }], concurrency: 1, retries: 1 },
    async ({ step, runId }) => {
      await step.run('again', () => askAgain(world.db, runId));
      await step.run('unused', () => dropUnused(world.db, new Date(), runId));
    },
  );
