/**
 * One expensive count at a time for each organization, so that none takes the database from the others; the newest request of a
 * `session` (one person's builder) replaces the one that still runs or waits.
 */
type Waiting = { start: () => void };

const holder = globalThis as typeof globalThis & {
  musterTurns?: { queues: Map<string, Waiting[]>; sessions: Map<string, AbortController> };
};
holder.musterTurns ??= { queues: new Map(), sessions: new Map() };
const { queues, sessions } = holder.musterTurns;

/** Why a count ended early: a newer one of the same session took its place. */
export class Superseded extends Error {
  constructor() {
    super('superseded by a newer count');
    this.name = 'Superseded';
  }
}

/** Waits for the organization's turn, runs, and hands the turn on. */
export async function takeTurn<T>(orgId: string, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
  const queue = queues.get(orgId);
  if (queue) await waitIn(queue, signal);
  else queues.set(orgId, []);
  try {
    signal?.throwIfAborted();
    return await run();
  } finally {
    const next = queues.get(orgId)?.shift();
    if (next) next.start();
    else queues.delete(orgId);
  }
}

function waitIn(queue: Waiting[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry: Waiting = {
      start: () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      },
    };
    const leave = () => {
      const at = queue.indexOf(entry);
      if (at < 0) return; // its turn has come: `takeTurn` sees the abort and hands the turn on
      queue.splice(at, 1);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    queue.push(entry);
  });
}

/** A signal that aborts when `signal` does or when a newer call names the same session. */
export async function superseding<T>(
  session: string | undefined,
  signal: AbortSignal | undefined,
  run: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!session) return run(signal);
  sessions.get(session)?.abort(new Superseded());
  const mine = new AbortController();
  sessions.set(session, mine);
  try {
    return await run(signal ? AbortSignal.any([signal, mine.signal]) : mine.signal);
  } finally {
    if (sessions.get(session) === mine) sessions.delete(session);
  }
}
