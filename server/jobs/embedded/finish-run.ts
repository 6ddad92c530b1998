import { toJson } from './json';
import { completeStep, lockRun } from './steps';
import type { Functions, IncomingEvent, JobError, JobEvent, Tx } from './types';

export type Ending = { status: 'completed'; output: unknown } | { status: 'failed' | 'cancelled'; error: JobError };

const FINISHED = 'inngest/function.finished';
const FAILED = 'inngest/function.failed';
const CANCELLED = 'inngest/function.cancelled';
const INTERNAL = new Set([FINISHED, FAILED, CANCELLED]);

/**
 * Ends a running run: its queue rows and waits go, a parent that invoked it gets the result. Returns the events to
 * ingest in the same transaction (`inngest/function.failed` is what starts an onFailure handler), only those that a
 * function or a wait asks for. Returns none when the run had already ended.
 */
export async function finishRun(tx: Tx, functions: Functions, runId: string, ending: Ending): Promise<IncomingEvent[]> {
  const result = ending.status === 'completed' ? (ending.output ?? null) : ending.error;
  type Ended = { function_id: string; events: [JobEvent]; parent_run: string | null; parent_step: string | null; awaited: string[] };
  const [run] = await tx<Ended[]>`
    with run as (
      update jobs.runs set status = ${ending.status}, output = ${toJson(result)}::text::jsonb, ended_at = now()
      where id = ${runId} and status = 'running'
      returning id, function_id, events, parent_run, parent_step),
    queue as (delete from jobs.queue where run_id in (select id from run)),
    waits as (delete from jobs.waits where run_id in (select id from run))
    select run.*, array(select distinct event from jobs.waits where event in (${FINISHED}, ${FAILED}, ${CANCELLED})) awaited from run`;
  if (!run) return [];

  if (run.parent_run && run.parent_step && (await lockRun(tx, run.parent_run))) {
    const ok = ending.status === 'completed';
    await completeStep(tx, run.parent_run, run.parent_step, ok ? { type: 'data', data: result } : { type: 'error', error: result });
  }
  // the end of an onFailure handler is not reported again, or a failing handler would never stop
  if (INTERNAL.has(run.events[0].name)) return [];

  const data = {
    function_id: run.function_id,
    run_id: runId,
    event: run.events[0],
    events: run.events,
    ...(ending.status === 'completed' ? { result } : { error: result }),
  };
  const out: IncomingEvent[] = [{ id: `${runId}-finished`, name: FINISHED, data }];
  if (ending.status === 'failed') out.push({ id: runId, name: FAILED, data });
  if (ending.status === 'cancelled') out.push({ id: runId, name: CANCELLED, data });
  const wanted = new Set([...run.awaited, ...[...functions.values()].flatMap((fn) => [...fn.triggers, ...fn.cancel].map((t) => t.event))]);
  return out.filter((event) => wanted.has(event.name));
}
