import { and, asc, eq, sql } from 'drizzle-orm';
import type { RunDetail } from '@/contracts/automation-api';
import { notFound } from '@/contracts/errors';
import { decodeId, encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { automationRunSteps, automationRuns, automationVersions } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';
import { statusNow } from '@/server/sends/ledger-now';
import { loadVersion } from './load-version';
import { runColumns, toRun } from './to-run';

/**
 * One contact's run, step by step, with the definition it follows; the `message_status` of what it sent is that of now. Ids raw uuids.
 * @throws AppError not_found
 */
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
  const statuses = await messageStatuses(ctx, steps);
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
      result: withStatus(step.result, statuses),
      error: step.error,
      started_at: step.startedAt.toISOString(),
      ended_at: step.endedAt?.toISOString() ?? null,
    })),
  };
}

/** What became of the messages that the steps put into the ledger, by their public id. */
async function messageStatuses(ctx: Ctx, steps: { result: Record<string, unknown> }[]): Promise<Map<unknown, string>> {
  const ids = steps.flatMap(({ result }) => (typeof result.message_id === 'string' ? (decodeId('message', result.message_id) ?? []) : []));
  if (!ids.length) return new Map();
  const rows = await ctx.db.execute<{ id: string; status: string }>(sql`
    select m.id, ${statusNow} as status from messages m join sends s on s.id = m.send_id
    where m.org_id = ${ctx.orgId} and m.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`);
  return new Map(rows.map((row) => [encodeId('message', row.id), row.status]));
}

function withStatus(result: Record<string, unknown>, statuses: Map<unknown, string>): Record<string, unknown> {
  const status = statuses.get(result.message_id);
  return status === undefined ? result : { ...result, message_status: status };
}
