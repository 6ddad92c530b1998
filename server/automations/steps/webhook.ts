import { and, eq, sql } from 'drizzle-orm';
import type { StepOf } from '@/contracts/automation';
import { encodeId } from '@/contracts/ids';
import { standardWebhookHeaders } from '@/server/channels/webhook-signature';
import { toContact } from '@/server/contacts/to-contact';
import type { Ctx } from '@/server/context';
import { automationRunSteps } from '@/server/db/schema/automations';
import { compile } from '@/server/templates/interpolate';
import { callWebhook, type WebhookAnswer, type WebhookCall } from '../call-webhook';
import { endRuns } from '../end-run';
import { hookSecret } from '../hook-secrets';
import type { Version } from '../load-version';
import { closeStep, moveOn } from '../move-on';
import type { Held, RunRow } from '../run-step';
import { stepValues } from '../step-values';

/** A call that is about to be made: `id` is its webhook-id at every try. */
export type PendingCall = { id: string; stepId: string; secret: string; call: Omit<WebhookCall, 'headers'> };

/** Standard Webhooks: the first retry soon, the later ones hours apart. */
const BACKOFF_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400];

/** Writes down that a try begins, before anything leaves: after a crash it begins again under the same id. */
export async function prepareWebhook(held: Held, step: StepOf<'webhook'>): Promise<PendingCall> {
  const { ctx, run, contact, automation } = held;
  const [row] = await ctx.db
    .update(automationRunSteps)
    .set({ status: 'running', attempts: sql`${automationRunSteps.attempts} + 1` })
    .where(and(eq(automationRunSteps.runId, run.id), eq(automationRunSteps.stepId, step.id), eq(automationRunSteps.visit, run.visit)))
    .returning({ id: automationRunSteps.id, startedAt: automationRunSteps.startedAt });
  if (!row) throw new Error('the step was not written');
  const values = stepValues(held);
  const data = Object.fromEntries(
    Object.entries(step.data).map(([key, value]) => [key, typeof value === 'string' ? compile(value).render(values, 'text') : value]),
  );
  const body = JSON.stringify({
    type: 'automation.step',
    timestamp: row.startedAt.toISOString(),
    data: {
      automation_id: encodeId('automation', automation.id),
      run_id: encodeId('automationRun', run.id),
      step_id: step.id,
      is_test: run.isTest,
      contact: toContact(contact),
      trigger: run.trigger,
      data,
    },
  });
  return {
    id: row.id,
    stepId: step.id,
    secret: hookSecret('out', automation, { MUSTER_SECRET: held.secret }),
    call: { url: step.url, body, timeoutMs: step.timeout_seconds * 1000 },
  };
}

/** Makes the call, signed for the moment of this try. */
export function performWebhook({ id, secret, call }: PendingCall): Promise<WebhookAnswer> {
  return callWebhook({
    ...call,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Muster',
      ...standardWebhookHeaders(id, call.body, secret, new Date()),
    },
  });
}

/** Writes down what came of it: on to the next step, or later again, or over. The caller holds the run at this step. */
export async function finishWebhook(
  ctx: Ctx,
  run: RunRow,
  version: Version,
  { stepId }: PendingCall,
  answer: WebhookAnswer,
): Promise<void> {
  const place = version.places.get(stepId);
  if (place?.step.type !== 'webhook') return;
  const { step, next } = place;
  const result = { status: answer.status, ms: answer.ms };
  if (answer.ok) return moveOn(ctx, { runId: run.id, to: next, result });
  const error = answer.error ?? 'it failed';
  const retries = run.isTest || answer.final ? 0 : step.retries;
  if (run.phase < retries) {
    const seconds = BACKOFF_SECONDS[run.phase] ?? 86_400;
    await ctx.db.execute(sql`
      with tried as (
        update automation_runs set phase = phase + 1, due_at = clock_timestamp() + ${seconds}::int * interval '1 second', updated_at = now()
        where id = ${run.id} returning id, due_at)
      update automation_run_steps s set status = 'waiting', error = ${error}, due_at = tried.due_at, result = s.result || ${JSON.stringify(result)}::jsonb
      from tried where s.run_id = tried.id and s.step_id = ${stepId} and s.visit = ${run.visit}`);
    return;
  }
  if (step.on_failure === 'continue') return moveOn(ctx, { runId: run.id, to: next, result, error });
  await closeStep(ctx, run.id, result, error);
  await endRuns(ctx, [run.id], { status: 'failed', reason: 'step_failed', error: `step ${stepId}: ${error}` });
}
