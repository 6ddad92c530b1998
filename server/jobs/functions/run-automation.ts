import type { Inngest } from 'inngest';
import { type Position, positionOf, runStep } from '@/server/automations/run-step';
import type { OrgId } from '@/server/context';
import { AUTOMATION_RUN, type AutomationRun } from '@/server/jobs/events';
import type { World } from '@/server/sends/world';

/**
 * Drives one contact through an automation: the run's row says where it is, each step is memoised under its id and visit (and, where a
 * step is come back to, how often). Whatever else moves the run on (an event it waits for, an owner, a resumption) sends another driver
 * with a new epoch; this one then finds itself out of date and ends, however long it slept.
 */
export const runAutomation = (inngest: Inngest, world: World) =>
  inngest.createFunction(
    {
      id: 'run-automation',
      triggers: [{ event: AUTOMATION_RUN }],
      concurrency: [{ limit: 40 }, { limit: 20, key: 'event.data.org_id' }],
    },
    async ({ event, step }) => {
      const { org_id, run_id, epoch } = event.data as AutomationRun;
      const ref = { orgId: org_id as OrgId, runId: run_id, epoch };
      let at: Position | null = await step.run('begin', () => positionOf(world, ref));
      while (at) {
        const here: Position = at;
        const name = `${here.step}#${here.visit}${here.phase ? `.${here.phase}` : ''}`;
        if (here.until) await step.sleepUntil(`until ${name}`, here.until);
        at = await step.run(name, () => runStep(world, ref, here));
      }
    },
  );
