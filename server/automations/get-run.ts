import { and, asc, eq } from 'drizzle-orm';
import type { RunDetail } from '@/contracts/automation-api';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { automationRunSteps, automationRuns, automationVersions } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';
import { loadVersion } from './load-version';
import { runColumns, toRun } from './to-run';

/** One contact's run, step by step, with the definition it follows. Ids raw uuids. @throws AppError not_found */
export async function getRun(ctx: Ctx, input: { id: string; runId: string }): Promise<RunDetail> {
  const [row] = await ctx.db
    .select(runColumns)
    .from(automationRuns)
    .innerJoin(automationVersions, eq(automationVersions.id, automationRuns.versionId))
    .leftJoin(contacts, eq(contacts.id, automationRuns.contactId))
    .where(and(eq(automationRuns.orgId, ctx.orgId), eq(automationRuns.automationId, input.id), eq(automationRuns.id, input.runId)));
  if (!row) throw notFound('run');
  const steps = await ctx.db
    .select()
    .from(automationRunSteps)
    .where(and(eq(automationRunSteps.orgId, ctx.orgId), eq(automationRunSteps.runId, input.runId)))
    .orderBy(asc(automationRunSteps.startedAt), asc(automationRunSteps.id));
  const { definition } = await loadVersion(ctx, row.run.versionId);
  return {
    ...toRun(row),
    trigger: row.run.trigger,
    definition,
    steps: steps.map((step) => ({
      step_id: step.stepId,
      visit: step.visit,
      type: step.type,
      status: step.status,
      attempts: step.attempts,
      due_at: step.dueAt?.toISOString() ?? null,
      result: step.result,
      error: step.error,
      started_at: step.startedAt.toISOString(),
      ended_at: step.endedAt?.toISOString() ?? null,
    })),
  };
}
