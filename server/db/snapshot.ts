import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Database, Executor } from './client';

/** A snapshot holds a connection for as long as somebody reads from it: so many at once, of the ten there are. */
const AT_ONCE = 3;
let open = 0;

/**
 * What `work` gives, part by part, out of one REPEATABLE READ transaction that only reads. The next part is made when it is asked for;
 * a reader that stops, or asks for nothing for a minute, ends it; `signal` does so too, in the middle of a statement.
 * @throws AppError rate_limited while three others are read; the signal's reason when aborted
 */
export async function* inSnapshot<T>(
  { db, signal }: { db: Pick<Database, 'transaction' | 'execute'>; signal?: AbortSignal },
  work: (tx: Executor, give: (part: T) => Promise<void>) => Promise<void>,
): AsyncGenerator<T> {
  signal?.throwIfAborted();
  if (open >= AT_ONCE) throw new AppError('rate_limited', 'Other files are being made: try again when they are done.', [], 10);
  let answer: (part: { value: T } | null) => void = () => {};
  let goOn: { now: () => void; never: (why: Error) => void } | undefined;
  let over: { error?: unknown } | undefined;
  let pid = 0;
  let cancelled: Promise<unknown> | undefined;
  const ask = () =>
    new Promise<{ value: T } | null>((resolve) => {
      answer = resolve;
    });
  const give = (value: T) => {
    signal?.throwIfAborted();
    return new Promise<void>((now, never) => {
      goOn = { now, never };
      answer({ value });
    });
  };
  const resume = () => {
    const { now } = goOn ?? {};
    goOn = undefined;
    now?.();
  };
  const stop = () => {
    if (goOn) goOn.never(new Error('nobody reads on'));
    else if (pid) cancelled = db.execute(sql`select pg_cancel_backend(${pid})`).catch(() => {}); // it may just have ended
  };
  let next = ask();
  const inside = async (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => {
    const [row] = await tx.execute<{ pid: number }>(
      sql`select pg_backend_pid() as pid, set_config('idle_in_transaction_session_timeout', '60s', true)`,
    );
    pid = row?.pid ?? 0;
    try {
      signal?.throwIfAborted();
      await work(tx as unknown as Executor, give);
    } finally {
      pid = 0;
      await cancelled; // or it may meet whoever has the connection next
    }
  };
  signal?.addEventListener('abort', stop, { once: true });
  open += 1;
  // counted by the transaction, not by the reader: one that was forgotten never comes to its end
  const done = db
    .transaction(inside, { isolationLevel: 'repeatable read', accessMode: 'read only' })
    .finally(() => {
      open -= 1;
      signal?.removeEventListener('abort', stop);
    })
    .then(
      () => {
        over = {};
      },
      (error: unknown) => {
        over = { error };
      },
    )
    .then(() => answer(null));
  try {
    for (let part = await next; part; part = await next) {
      yield part.value;
      next = ask();
      if (over) answer(null);
      else resume();
    }
    if (over?.error) throw signal?.aborted ? signal.reason : over.error;
  } finally {
    goOn?.never(new Error('nobody reads on'));
    await done;
  }
}
