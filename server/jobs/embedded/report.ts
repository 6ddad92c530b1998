import { uuidv7 } from 'uuidv7';
import { createRuns } from './create-runs';
import { moment } from './duration';
import { enqueue } from './enqueue';
import { waitMatch } from './match';
import { completeStep, opName } from './steps';
import type { Functions, JobError, JobEvent, Op, RunRow, StepResult, Tx } from './types';

type InvokeOpts = { function_id: string; payload?: { data?: Record<string, unknown>; [extra: string]: unknown }; timeout?: string };
type WaitOpts = { timeout: string; if?: string };

const failure = (message: string, name = 'Error'): StepResult => ({ type: 'error', error: { name, message } });

/** Ops that the SDK ships beside others and that no step stands for; dropping them would lose work without a word. */
export const isDefer = (op: Op): boolean => op.op === 'DeferAdd' || op.op === 'DeferAbort';

/** The error of a run that asks for what the runner cannot do. */
export const notImplemented = (op: Op): JobError => ({
  name: 'Error',
  message: `the embedded runner does not implement ${isDefer(op) ? 'defer()' : op.op}`,
});

/**
 * A step that the function reached and the runner must see to: planned, asleep, waiting, or invoking. A kind that is not
 * implemented fails that step, so the function's own code may catch it. Needs the run's lock.
 */
export async function reportStep(tx: Tx, functions: Functions, run: RunRow, op: Op): Promise<void> {
  const fresh = await tx`
    insert into jobs.steps (run_id, id, op, name, race)
    values (${run.id}, ${op.id}, ${op.op}, ${opName(op)}, ${op.opts?.parallelMode === 'race'})
    on conflict do nothing returning 1`;
  if (fresh.length === 0) return;
  switch (op.op) {
    case 'StepPlanned':
      return enqueue(tx, run.id, op.id);
    case 'Sleep':
      return enqueue(tx, run.id, op.id, { at: moment(op.name ?? '') });
    case 'WaitForEvent':
      return waitForEvent(tx, run, op);
    case 'InvokeFunction':
      return invoke(tx, functions, run, op);
    default:
      return completeStep(tx, run.id, op.id, { type: 'error', error: notImplemented(op) });
  }
}

async function waitForEvent(tx: Tx, run: RunRow, op: Op): Promise<void> {
  const { if: condition, timeout } = op.opts as WaitOpts;
  await tx`
    insert into jobs.waits (run_id, step_id, event, expr, match)
    values (${run.id}, ${op.id}, ${op.name ?? ''}, ${condition ?? null}, ${waitMatch(condition, run.events[0])})`;
  await enqueue(tx, run.id, op.id, { at: moment(timeout) });
}

async function invoke(tx: Tx, functions: Functions, run: RunRow, op: Op): Promise<void> {
  const { function_id: id, payload, timeout } = op.opts as InvokeOpts;
  const fn = functions.get(id);
  if (!fn) return completeStep(tx, run.id, op.id, failure(`could not find function ${id}`));
  const event: JobEvent = { id: uuidv7(), name: 'inngest/function.invoked', ts: Date.now(), ...payload, data: payload?.data ?? {} };
  await createRuns(tx, [{ fn, events: [event], parent: { runId: run.id, stepId: op.id } }]);
  if (timeout) await enqueue(tx, run.id, op.id, { at: moment(timeout) });
}

/** The result of a step whose timer rang: a sleep and a wait end with null, an invocation with an error. */
export const timedOut = (op: string): StepResult =>
  op === 'InvokeFunction' ? failure('Timed out waiting for invoked function', 'InngestInvokeTimeoutError') : { type: 'data', data: null };
