import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Database, Executor } from './client';

/** A snapshot holds a connection for as long as somebody reads from it: so many at once, of the ten there are. */
const AT_ONCE = 3;
let open = 0;

/**
 * What `work` gives, part by part, out of one REPEATABLE READ transaction that only reads. The next part is made when it is asked for;
 * a reader that stops, or asks for nothing for a minute, ends it.
 * @throws AppError rate_limited while three others are read
 */
export async function* inSnapshot<T>(
  db: Pick<Database, 'transaction'>,
  work: (tx: Executor, give: (part: T) => Promise<void>) => Promise<void>,
): AsyncGenerator<T> {
  if (open >= AT_ONCE) throw new AppError('rate_limited', 'Other files are being made: try again when they are done.', [], 10);
  let answer: (part: { value: T } | null) => void = () => {};
  let goOn: { now: () => void; never: (why: Error) => void } | undefined;
  let over: { error?: unknown } | undefined;
  const ask = () =>
    new Promise<{ value: T } | null>((resolve) => {
      answer = resolve;
    });
  const give = (value: T) =>
    new Promise<void>((now, never) => {
      goOn = { now, never };
      answer({ value });
    });
  let next = ask();
  const inside = async (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => {
    await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', '60s', true)`);
    await work(tx as unknown as Executor, give);
  };
  open += 1;
  // counted by the transaction, not by the reader: one that was forgotten never comes to its end
  const done = db
    .transaction(inside, { isolationLevel: 'repeatable read', accessMode: 'read only' })
    .finally(() => {
      open -= 1;
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
      else goOn?.now();
    }
    if (over?.error) throw over.error;
  } finally {
    goOn?.never(new Error('nobody reads on'));
    await done;
  }
}
