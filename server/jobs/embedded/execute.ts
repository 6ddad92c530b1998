import type { Job, JobError, JobEvent, JobFunction, Op, RunRow, Sql, StepResult } from './types';

/** A fetch-style handler of the SDK: `serve({client, functions})` of `inngest/edge`. */
export type Handler = (request: Request) => Promise<Response>;

/** What the SDK answered to one call. */
export type Outcome =
  | { kind: 'completed'; output: unknown }
  | { kind: 'ops'; ops: Op[]; noRetry: boolean; retryAfter: string | null }
  | { kind: 'error'; error: JobError; noRetry: boolean; retryAfter: string | null };

type Loaded = { run: RunRow; memo: [stepId: string, result: StepResult][] };

// never resolved: the handler is called in process; it only has to be a URL with a host
const ORIGIN = 'http://embedded.invalid/api/inngest';
const HEADERS = { host: 'embedded.invalid', 'content-type': 'application/json' };

/** Asks the handler for its functions (in-band sync) and returns the answer's body. Throws when it refuses. */
export async function syncFunctions(handler: Handler): Promise<unknown> {
  const headers = { ...HEADERS, 'x-inngest-sync-kind': 'in_band' };
  const response = await handler(new Request(ORIGIN, { method: 'PUT', headers, body: JSON.stringify({ url: ORIGIN }) }));
  if (response.status === 200) return response.json();
  const hint = [401, 500].includes(response.status) ? ' (an embedded client needs isDev: true)' : '';
  throw new Error(`the functions could not be read: ${response.status} ${await response.text()}${hint}`);
}

/** The run and its finished steps in order of completion; undefined when it has ended. */
export async function loadRun(sql: Sql, runId: string): Promise<Loaded | undefined> {
  const [row] = await sql<(RunRow & { memo: Loaded['memo'] })[]>`
    select id, function_id, status, events, parallel, parent_run, parent_step,
      (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.result) order by s.seq), '[]')
       from jobs.steps s where s.run_id = r.id and s.result is not null) memo
    from jobs.runs r where id = ${runId} and status = 'running'`;
  if (!row) return undefined;
  const { memo, ...run } = row;
  return { run, memo };
}

/**
 * Calls the function through the SDK's own handler. `ctx.fn_id` switches the SDK's checkpointing on (the function's or
 * the client's own `checkpointing: false` still wins); `qi_id` comes back with each checkpoint and is the fence.
 */
export async function callFunction(handler: Handler, fn: JobFunction, job: Job, { run, memo }: Loaded): Promise<Outcome> {
  const body = {
    version: 2,
    event: run.events[0] as JobEvent,
    events: run.events,
    steps: Object.fromEntries(memo),
    defers: {},
    use_api: false,
    ctx: {
      run_id: run.id,
      fn_id: fn.id,
      qi_id: `${job.id}:${job.claim}`,
      attempt: job.attempt,
      max_attempts: fn.maxAttempts,
      disable_immediate_execution: run.parallel,
      use_api: false,
      stack: { stack: memo.map(([id]) => id), current: memo.length },
    },
  };
  const url = `${ORIGIN}?fnId=${encodeURIComponent(fn.id)}&stepId=${job.step_id}`;
  const headers = { ...HEADERS, 'x-run-id': run.id, 'x-inngest-req-version': '2' };
  try {
    const response = await handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    return readAnswer(response, await response.text());
  } catch (error) {
    const { name, message } = error as Error;
    return { kind: 'error', error: { name, message }, noRetry: false, retryAfter: null };
  }
}

function readAnswer(response: Response, text: string): Outcome {
  const noRetry = response.headers.get('x-inngest-no-retry') === 'true';
  const retryAfter = response.headers.get('retry-after');
  if (response.status === 200) return { kind: 'completed', output: JSON.parse(text || 'null') };
  if (response.status === 206) {
    const ops = [JSON.parse(text)].flat() as Op[];
    // optimizeParallelism: false answers with version 1: the function is looked at again after every step, as in a race
    if (response.headers.get('x-inngest-req-version') === '1') for (const op of ops) op.opts = { ...op.opts, parallelMode: 'race' };
    return { kind: 'ops', ops, noRetry, retryAfter };
  }
  return { kind: 'error', error: readError(response.status, text), noRetry, retryAfter };
}

function readError(status: number, text: string): JobError {
  try {
    const body = JSON.parse(text) as Partial<JobError> & { error?: string };
    if (body.message) return { name: 'Error', ...body, message: body.message };
    if (body.error) return { name: 'Error', message: body.error };
  } catch {
    // not JSON: a proxy's page or a crash; its beginning is the message
  }
  return { name: 'Error', message: `${status} ${text.slice(0, 500)}` };
}
