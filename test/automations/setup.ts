import { sql } from 'drizzle-orm';
import type { DefinitionInput } from '@/contracts/automation';
import type { RunDetail } from '@/contracts/automation-api';
import { createAutomation } from '@/server/automations/create-automation';
import { getRun } from '@/server/automations/get-run';
import { type Position, positionOf, runStep } from '@/server/automations/run-step';
import { activateAutomation } from '@/server/automations/set-status';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import type { World } from '@/server/sends/world';
import { uuidOf } from '../factory';

export const define = (definition: Partial<DefinitionInput>): DefinitionInput => ({
  trigger: { type: 'webhook' },
  entry: { reentry: 'every_time' },
  steps: [{ id: 'tag', type: 'tag', tag: 'seen' }],
  ...definition,
});

/** An automation that is active. `id` is the raw uuid. */
export async function createActive(ctx: Ctx, definition: Partial<DefinitionInput>): Promise<string> {
  const made = await createAutomation(ctx, { name: 'Welcome', definition: define(definition) as never });
  const id = uuidOf('automation', made.id);
  await activateAutomation(ctx, id);
  return id;
}

type RunRow = {
  id: string;
  status: string;
  reason: string | null;
  error: string | null;
  step_id: string | null;
  epoch: number;
  entry: number;
  restarts: number;
};

export async function runsOf(db: Database, automationId: string): Promise<RunRow[]> {
  return [
    ...(await db.execute<RunRow>(sql`
      select id, status, reason, error, step_id, epoch, entry, restarts from automation_runs where automation_id = ${automationId} order by id`)),
  ];
}

/** Drives a run as the step function does, without waiting: stops at a wait. Answers where. */
export async function drive(world: World, ctx: Ctx, run: Pick<RunRow, 'id'>): Promise<Position | null> {
  const [row] = await world.db.execute<{ epoch: number }>(sql`select epoch from automation_runs where id = ${run.id}`);
  const ref = { orgId: ctx.orgId, runId: run.id, epoch: row?.epoch ?? 0 };
  let at = await positionOf(world, ref);
  while (at && !at.until) at = await runStep(world, ref, at);
  return at;
}

/** Makes what a run waits for due now. */
export const lapse = (db: Database, run: Pick<RunRow, 'id'>) =>
  db.execute(sql`update automation_runs set due_at = now() - interval '1 second' where id = ${run.id}`);

export const detail = (ctx: Ctx, automationId: string, run: Pick<RunRow, 'id'>): Promise<RunDetail> =>
  getRun(ctx, { id: automationId, runId: run.id });

export const pathOf = (run: RunDetail): string[] => run.steps.map((step) => `${step.step_id}:${step.status}`);
