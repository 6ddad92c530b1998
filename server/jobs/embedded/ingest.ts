import { uuidv7 } from 'uuidv7';
import { celHolds, celKey } from './cel';
import { CANCEL, createRuns, type NewRun } from './create-runs';
import { finishRun } from './finish-run';
import { toJson } from './json';
import { eventMatches } from './match';
import { completeStep, lockRun } from './steps';
import type { Functions, IncomingEvent, JobEvent, Tx } from './types';

/**
 * Takes events in: stores them, starts the runs they trigger, answers waitForEvent and cancelOn. One transaction, and a
 * number of statements that does not grow with the number of events (only with the waits they satisfy). An event id or
 * an idempotency key seen within 24 hours starts nothing. Returns the ids, in order, those of duplicates included.
 */
export async function ingest(tx: Tx, functions: Functions, incoming: IncomingEvent[]): Promise<string[]> {
  const events = incoming.map(normalise);
  // what cancellations emit is taken in too, in turn
  for (let batch = events; batch.length > 0; ) {
    const fresh = await store(tx, batch);
    const started = await startRuns(tx, functions, fresh);
    batch = (await answerWaits(tx, functions, fresh, started)).map(normalise);
  }
  return events.map((event) => event.id);
}

function normalise(event: IncomingEvent): JobEvent {
  // through toJson, so that what is matched in memory is what is stored
  return JSON.parse(toJson({ ...event, id: event.id || uuidv7(), ts: event.ts ?? Date.now(), data: event.data ?? {} }));
}

/** Stores events and returns the new ones in their order. An id older than 24 hours counts as new, as upstream. */
async function store(tx: Tx, events: JobEvent[]): Promise<JobEvent[]> {
  const byId = new Map<string, JobEvent>();
  for (const event of events) if (!byId.has(event.id)) byId.set(event.id, event);
  const unique = [...byId.values()];
  // sorted, so that two batches with the same ids lock them in the same order
  const rows = [...unique].sort((a, b) => (a.id < b.id ? -1 : 1)).map((event) => ({ id: event.id, name: event.name, body: event }));
  const stored = await tx<{ id: string }[]>`
    insert into jobs.events as e (id, name, body)
    select id, name, body from jsonb_to_recordset(${toJson(rows)}::text::jsonb) r(id text, name text, body jsonb)
    on conflict (id) do update set name = excluded.name, body = excluded.body, received_at = now()
    where e.received_at < now() - interval '24 hours'
    returning id`;
  const fresh = new Set(stored.map((row) => row.id));
  return unique.filter((event) => fresh.has(event.id));
}

/** Starts at most one run per function and event. Returns the position of the event that started each run. */
async function startRuns(tx: Tx, functions: Functions, events: JobEvent[]): Promise<Map<string, number>> {
  const wanted: (NewRun & { key?: string; position: number })[] = [];
  for (const [position, event] of events.entries()) {
    for (const fn of functions.values()) {
      if (!fn.triggers.some((trigger) => trigger.event === event.name && celHolds(trigger.expression, { event }))) continue;
      const key = fn.idempotency && `${fn.id}:${celKey(fn.idempotency, event)}`;
      if (key && wanted.some((other) => other.key === key)) continue;
      wanted.push({ fn, events: [event], position, key });
    }
  }
  const fresh = await takeKeys(
    tx,
    wanted.flatMap((run) => run.key ?? []),
  );
  const runs = wanted.filter((run) => !run.key || fresh.has(run.key));
  const ids = await createRuns(tx, runs);
  return new Map(ids.map((id, index) => [id, runs[index]?.position ?? 0]));
}

async function takeKeys(tx: Tx, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const taken = await tx<{ key: string }[]>`
    insert into jobs.keys as k (key) select unnest(${[...keys].sort()}::text[])
    on conflict (key) do update set created_at = now() where k.created_at < now() - interval '24 hours'
    returning key`;
  return new Set(taken.map((row) => row.key));
}

type Wait = { run_id: string; step_id: string; event: string; expr: string | null; origin: JobEvent };

/** Completes waits and cancels runs; returns the events that the cancellations emit. */
async function answerWaits(tx: Tx, functions: Functions, events: JobEvent[], started: Map<string, number>): Promise<IncomingEvent[]> {
  if (events.length === 0) return [];
  const names = [...new Set(events.map((event) => event.name))];
  const matches = events.map(eventMatches);
  const all = matches.includes(null);
  const waits = await tx<Wait[]>`
    select w.run_id, w.step_id, w.event, w.expr, r.events->0 origin
    from jobs.waits w join jobs.runs r on r.id = w.run_id
    where w.event = any(${names}) and r.status = 'running' and (w.expires is null or w.expires > now())
      ${all ? tx`` : tx`and (w.match is null or w.match = any(${matches.flatMap((list) => list ?? [])}::text[]))`}
    order by w.run_id, w.step_id`;
  const emitted: IncomingEvent[] = [];
  for (const wait of waits) {
    const hit = events.find((event, position) => {
      // a run is never answered by its own event, nor by one before it in the batch
      if (event.name !== wait.event || event.id === wait.origin.id || position <= (started.get(wait.run_id) ?? -1)) return false;
      return celHolds(wait.expr, { event: wait.origin, async: event });
    });
    if (!hit) continue;
    if (wait.step_id.startsWith(CANCEL)) {
      const error = { name: 'Error', message: `function cancelled by ${hit.name}` };
      emitted.push(...(await finishRun(tx, functions, wait.run_id, { status: 'cancelled', error })));
    } else if (await lockRun(tx, wait.run_id)) {
      await completeStep(tx, wait.run_id, wait.step_id, { type: 'data', data: hit });
    }
  }
  return emitted;
}
