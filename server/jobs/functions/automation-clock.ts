import type { Inngest } from 'inngest';
import { startScheduled } from '@/server/automations/start-scheduled';
import { sweepAutomations } from '@/server/automations/sweep-automations';
import type { OrgId } from '@/server/context';
import type { World } from '@/server/sends/world';

const prove = (orgId: string) => orgId as OrgId;

/** Once a minute: automations that start by schedule, and runs that nobody drives any more. */
export const automationClock = (inngest: Inngest, world: World) =>
  inngest.createFunction({ id: 'automation-clock', triggers: [{ cron: '* * * * *' }], concurrency: 1, retries: 0 }, async ({ step }) => {
    await step.run('sweep', () => sweepAutomations(world.db, prove)); // first: a schedule that cannot start does not keep it back
    await step.run('schedules', () => startScheduled(world.db, prove));
  });
