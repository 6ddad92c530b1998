import { createHash } from 'node:crypto';
import type { IncomingEvent, Op } from './types';

/** What the SDK client asks of a server, and the runner answers in process. */
type Backend = {
  send(events: IncomingEvent[]): Promise<string[]>;
  /** False: stale, the SDK must stop. */
  checkpoint(runId: string, item: string, ops: Op[]): Promise<boolean>;
};

const EVENTS = /^\/e\//;
const CHECKPOINT = /^\/v1\/checkpoint\/([^/]+)\/async$/;

/** Answers one call of the SDK client. An error becomes a 500, which the SDK tries again up to five times. */
export async function answer(backend: Backend, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (EVENTS.test(pathname)) {
    const events = [await request.json()].flat() as IncomingEvent[];
    const ids = await backend.send(withIds(events, request.headers.get('x-inngest-event-id-seed')));
    return Response.json({ ids, status: 200 });
  }
  const runId = CHECKPOINT.exec(pathname)?.[1];
  if (runId) {
    const { qi_id: item, steps } = (await request.json()) as { qi_id: string; steps: Op[] };
    const held = await backend.checkpoint(runId, item, steps);
    return held ? Response.json({}) : Response.json({ error: 'stale dispatch' }, { status: 409 });
  }
  return Response.json({ status: 501, error: `the embedded runner does not implement ${pathname}` }, { status: 501 });
}

/** Events without an id get one from the SDK's seed, which a retry of the same send repeats: so it is not taken twice. */
function withIds(events: IncomingEvent[], seed: string | null): IncomingEvent[] {
  if (!seed) return events;
  const id = (index: number) => createHash('sha256').update(`${seed}:${index}`).digest('hex').slice(0, 32);
  return events.map((event, index) => ({ ...event, id: event.id || id(index) }));
}
