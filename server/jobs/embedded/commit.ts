import type { Outcome } from './execute';
import { type Ending, finishRun } from './finish-run';
import { ingest } from './ingest';
import { toJson } from './json';
import { isDefer, notImplemented, reportStep, timedOut } from './report';
import { completeStep, lockRun, memoise, opName, opResult } from './steps';
import type { Functions, Job, JobError, JobFunction, Op, RunRow, Tx } from './types';
import { DISCOVERY } from './types';

type CommitOptions = {
  functions: Functions;
  backoff: (attempt: number) => number;
  /** The call was stopped between two steps because this process is stopping: nothing failed, others go on. */
  yielded?: boolean;
};

const RAN = new Set(['StepRun', 'StepError', 'StepFailed']);

/**
 * Writes down what one call led to. False when fenced: the run ended, or the lease was lost to another process, whose
 * result counts. Lock order: run, then queue.
 */
export async function commit(tx: Tx, job: Job, fn: JobFunction, outcome: Outcome, options: CommitOptions): Promise<boolean> {
  const run = await lockRun(tx, job.run_id);
  if (!run) return false;
  const [mine] = await tx<{ gen: number; attempt: number }[]>`
    select gen, attempt from jobs.queue where id = ${job.id} and claim = ${job.claim} and lease_until is not null for update`;
  if (!mine) return false;
  if (options.yielded) {
    await requeue(tx, job, { attempt: 0 });
    return true;
  }
  const item = { job, fn, run, attempt: mine.attempt, asked: mine.gen !== job.gen, options };
  const deferred = outcome.kind === 'ops' && outcome.ops.find(isDefer);
  if (deferred) await end(tx, item, { status: 'failed', error: notImplemented(deferred) });
  else if (outcome.kind === 'completed') await end(tx, item, { status: 'completed', output: outcome.output });
  else if (outcome.kind === 'ops') await commitOps(tx, item, outcome);
  else await commitError(tx, item, outcome);
  return true;
}

type Item = { job: Job; fn: JobFunction; run: RunRow; attempt: number; asked: boolean; options: CommitOptions };
type Of<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;

// a step checkpointed during the call has reset the row's attempt, so the row decides and not the call
const isLast = (item: Item, noRetry: boolean): boolean => noRetry || item.attempt + 1 >= item.fn.maxAttempts;

async function commitError(tx: Tx, item: Item, { error, noRetry, retryAfter }: Of<'error'>): Promise<void> {
  await noteError(tx, item, error, null);
  if (isLast(item, noRetry)) return end(tx, item, { status: 'failed', error });
  await retry(tx, item, retryAfter);
}

async function commitOps(tx: Tx, item: Item, { ops, noRetry, retryAfter }: Of<'ops'>): Promise<void> {
  const { job, run } = item;
  const failed = ops.filter((op) => op.op === 'StepError' || op.op === 'StepFailed');
  for (const op of failed) await noteError(tx, item, op.error, op);
  if (ops.some((op) => op.op === 'StepError') && !isLast(item, noRetry)) return retry(tx, item, retryAfter);

  const ran = ops.filter((op) => RAN.has(op.op));
  // the row of a planned step goes with its completion, and the next discovery is asked for there
  if (job.step_id !== DISCOVERY) {
    for (const op of ran) await completeStep(tx, run.id, job.step_id, opResult(op));
    if (ran.length === 0) await retry(tx, item, null);
    return;
  }
  for (const op of ran) await memoise(tx, run.id, op);
  const complete = ops.find((op) => op.op === 'RunComplete');
  if (complete) return end(tx, item, { status: 'completed', output: complete.data });

  const found = ops.filter((op) => !RAN.has(op.op));
  if (found.length > 1) await tx`update jobs.runs set parallel = true where id = ${run.id}`;
  // this call is used up before what it found is reported: a step that fails at once asks for a discovery of its own
  const again = ran.length > 0 || item.asked;
  if (again) await requeue(tx, job, { attempt: 0 });
  else await tx`delete from jobs.queue where id = ${job.id}`;
  for (const op of found) await reportStep(tx, item.options.functions, run, op);
}

async function end(tx: Tx, item: Item, ending: Ending): Promise<void> {
  const emitted = await finishRun(tx, item.options.functions, item.run.id, ending);
  if (emitted.length > 0) await ingest(tx, item.options.functions, emitted);
}

/** `retry-after` is seconds or a date (RFC 9110, section 10.2.3; the SDK writes dates as ISO 8601). */
async function retry(tx: Tx, item: Item, retryAfter: string | null): Promise<void> {
  const seconds = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  let at = Date.now() + item.options.backoff(item.attempt);
  if (seconds !== undefined) at = Date.now() + seconds * 1000;
  else if (retryAfter && !Number.isNaN(Date.parse(retryAfter))) at = Date.parse(retryAfter);
  await requeue(tx, item.job, { attempt: item.attempt + 1, at: new Date(at) });
}

async function requeue(tx: Tx, job: Job, { attempt, at }: { attempt: number; at?: Date }): Promise<void> {
  await tx`
    update jobs.queue set attempt = ${attempt}, run_at = ${at ?? tx`now()`}, claim = null, lease_until = null
    where id = ${job.id}`;
}

async function noteError(tx: Tx, { job, attempt }: Item, error: unknown, op: Op | null): Promise<void> {
  await tx`
    insert into jobs.errors (run_id, step_id, name, attempt, error)
    values (${job.run_id}, ${op?.id ?? job.step_id}, ${op ? opName(op) : null}, ${attempt}, ${toJson(error)}::text::jsonb)`;
}

/** A timer rang: the step it belongs to is done. */
export async function commitTimer(tx: Tx, job: Job): Promise<void> {
  if (!(await lockRun(tx, job.run_id))) return;
  const [step] = await tx<{ op: string }[]>`select op from jobs.steps where run_id = ${job.run_id} and id = ${job.step_id}`;
  await completeStep(tx, job.run_id, job.step_id, timedOut(step?.op ?? 'Sleep'));
}

/**
 * Workers died too often while holding this. A planned step fails, and the function may catch that; a discovery call
 * could have been running any step, so the run fails.
 */
export async function commitExhausted(tx: Tx, functions: Functions, job: Job): Promise<void> {
  if (!(await lockRun(tx, job.run_id))) return;
  const error: JobError = { name: 'Error', message: 'the worker died while running this too many times' };
  if (job.step_id !== DISCOVERY) return completeStep(tx, job.run_id, job.step_id, { type: 'error', error });
  const emitted = await finishRun(tx, functions, job.run_id, { status: 'failed', error });
  if (emitted.length > 0) await ingest(tx, functions, emitted);
}
