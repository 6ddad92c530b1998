import type { Inngest } from 'inngest';
import { sweepCampaigns } from '@/server/campaigns/sweep-campaigns';
import { sweepRecords } from '@/server/jobs/sweep-records';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { foldTallies } from '@/server/sends/fold-tallies';
import { sweepSends } from '@/server/sends/sweep-sends';
import type { World } from '@/server/sends/world';
import { sweepSubjectTests } from '@/server/subject-tests/sweep-subject-tests';

/** Once a minute: what nobody else comes back for. */
export const sweep = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1, retries: 0 }, async ({ step }) => {
    const swept = await step.run('sends', () => sweepSends(world));
    await step.run('subject-tests', () => sweepSubjectTests(world.db));
    await step.run('campaigns', () => sweepCampaigns(world.db));
    await step.run('records', () => sweepRecords(world.db));
    await step.run('reports', () => foldDeltas(world.db));
    await step.run('tallies', () => foldTallies(world.db));
    return swept;
  });
