import { DISCOVERY, type Tx } from './types';

/** The channel on which every runner process hears that there may be work. */
export const WAKE = 'jobs_wake';

/**
 * Puts (run, step) on the queue; there is at most one row for it. When the row is there already, `gen` is raised: a
 * discovery that is being executed right now then knows that it must be followed by another.
 *
 * `at`: not before then; now without it. Timers wait for no concurrency slot, so they carry no lane.
 */
export async function enqueue(tx: Tx, runId: string, stepId: string, timer?: { at: Date }): Promise<void> {
  await tx`
    with queued as (
      insert into jobs.queue (run_id, function_id, step_id, kind, run_at, lane1, lane2)
      select id, function_id, ${stepId}, ${timer ? 'timer' : 'exec'}, ${timer ? timer.at : tx`now()`},
             ${timer ? '' : tx`lane1`}, ${timer ? '' : tx`lane2`}
      from jobs.runs where id = ${runId}
      on conflict (run_id, step_id) do update set gen = jobs.queue.gen + 1
      returning 1)
    select pg_notify(${WAKE}, '')`;
}

/** Asks for a discovery call, which runs the function up to its next unfinished steps. */
export const enqueueDiscovery = (tx: Tx, runId: string): Promise<void> => enqueue(tx, runId, DISCOVERY);
