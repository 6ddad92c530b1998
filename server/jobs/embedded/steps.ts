import { enqueueDiscovery } from './enqueue';
import { toJson } from './json';
import type { Op, RunRow, StepResult, Tx } from './types';

/** What the SDK gets back for an op that ran: its data, or the error its caller may catch. */
export const opResult = (op: Op): StepResult =>
  op.op === 'StepRun'
    ? { type: 'data', data: op.data ?? null }
    : { type: 'error', error: op.error ?? { name: 'Error', message: 'unknown error' } };

export const opName = (op: Op): string | null => op.displayName ?? op.name ?? null;

/**
 * Locks a running run; undefined when it has ended. Every change to a run starts here: the order run, then queue is what
 * keeps a commit, a cancellation and a child's end from deadlocking.
 */
export async function lockRun(tx: Tx, runId: string): Promise<RunRow | undefined> {
  const [run] = await tx<RunRow[]>`
    select id, function_id, status, events, parallel, parent_run, parent_step
    from jobs.runs where id = ${runId} and status = 'running' for update`;
  return run;
}

/**
 * A pending step is done: remember its result, drop what was to finish it, and ask for the next discovery once nothing
 * else is pending (at once for a racing step). Does nothing for a step that already has a result. Needs the run's lock.
 */
export async function completeStep(tx: Tx, runId: string, stepId: string, result: StepResult): Promise<void> {
  const [step] = await tx<{ race: boolean; pending: number }[]>`
    with step as (
      update jobs.steps set result = ${toJson(result)}::text::jsonb, seq = nextval('jobs.step_seq')
      where run_id = ${runId} and id = ${stepId} and result is null
      returning race),
    wait as (delete from jobs.waits where run_id = ${runId} and step_id = ${stepId} and exists (select from step)),
    item as (delete from jobs.queue where run_id = ${runId} and step_id = ${stepId} and exists (select from step))
    select race, (select count(*)::int from jobs.steps where run_id = ${runId} and result is null and id <> ${stepId}) pending
    from step`;
  if (!step) return;
  if (step.pending === 0) await tx`update jobs.runs set parallel = false where id = ${runId} and parallel`;
  if (step.pending === 0 || step.race) await enqueueDiscovery(tx, runId);
}

/** Remembers a step that ran inside a discovery call. */
export async function memoise(tx: Tx, runId: string, op: Op): Promise<void> {
  await tx`
    insert into jobs.steps (run_id, id, op, name, result, seq)
    values (${runId}, ${op.id}, 'StepRun', ${opName(op)}, ${toJson(opResult(op))}::text::jsonb, nextval('jobs.step_seq'))
    on conflict do nothing`;
}
