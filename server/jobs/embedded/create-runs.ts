import { uuidv7 } from 'uuidv7';
import { celKey } from './cel';
import { moment } from './duration';
import { WAKE } from './enqueue';
import { toJson } from './json';
import { waitMatch } from './match';
import { DISCOVERY, type JobEvent, type JobFunction, type Tx } from './types';

export type NewRun = { fn: JobFunction; events: [JobEvent]; parent?: { runId: string; stepId: string } };

/** `step_id` of the waits that stand for cancelOn begins with this; hashes of steps never do. */
export const CANCEL = '!';

/**
 * The concurrency slots of a function that a run of this event needs: one name per constraint, '' for none. Names are
 * only compared within one function.
 */
function lanes(fn: JobFunction, event: JobEvent): [string, string] {
  const name = (index: 0 | 1): string => {
    const limit = fn.limits[index];
    return limit ? `${index}:${limit.key ? celKey(limit.key, event) : ''}` : '';
  };
  return [name(0), name(1)];
}

/** Starts runs: their rows, what may cancel them, and a first discovery call each. Three statements, however many. */
export async function createRuns(tx: Tx, list: NewRun[]): Promise<string[]> {
  if (list.length === 0) return [];
  const runs = list.map(({ fn, events, parent }) => {
    const [lane1, lane2] = lanes(fn, events[0]);
    return {
      id: uuidv7(),
      function_id: fn.id,
      event_id: events[0].id,
      events,
      lane1,
      lane2,
      parent_run: parent?.runId ?? null,
      parent_step: parent?.stepId ?? null,
    };
  });
  await tx`
    insert into jobs.runs (id, function_id, event_id, events, lane1, lane2, parent_run, parent_step)
    select id, function_id, event_id, events, lane1, lane2, parent_run, parent_step
    from jsonb_to_recordset(${toJson(runs)}::text::jsonb) r(id uuid, function_id text, event_id text, events jsonb,
         lane1 text, lane2 text, parent_run uuid, parent_step text)`;
  const waits = list.flatMap(({ fn, events }, index) =>
    fn.cancel.map((cancel, n) => ({
      run_id: runs[index]?.id,
      step_id: `${CANCEL}${n}`,
      event: cancel.event,
      expr: cancel.if ?? null,
      match: waitMatch(cancel.if, events[0]),
      expires: cancel.timeout ? moment(cancel.timeout) : null,
    })),
  );
  if (waits.length > 0) {
    await tx`
      insert into jobs.waits (run_id, step_id, event, expr, match, expires)
      select run_id, step_id, event, expr, match, expires
      from jsonb_to_recordset(${toJson(waits)}::text::jsonb) w(run_id uuid, step_id text, event text, expr text, match text,
           expires timestamptz)`;
  }
  await tx`
    with queued as (
      insert into jobs.queue (run_id, function_id, step_id, kind, run_at, lane1, lane2)
      select id, function_id, ${DISCOVERY}, 'exec', now(), lane1, lane2
      from jsonb_to_recordset(${toJson(runs)}::text::jsonb) r(id uuid, function_id text, lane1 text, lane2 text)
      order by id) -- v7: the order they were made in
    select pg_notify(${WAKE}, '')`;
  return runs.map((run) => run.id);
}
