import type { Database, Executor } from './client';

// A deadlock costs a second at most. A writer that comes again and again the other way round may win several in a row.
const tries = 8;
// deadlock_detected, serialization_failure: PostgreSQL rolled back and asks to be tried again
const retriable = new Set(['40P01', '40001']);

/** SQLSTATE of a PostgreSQL error, also inside drizzle's wrapper; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  for (let e = error as { code?: unknown; cause?: unknown } | null | undefined; e; e = e.cause as typeof e) {
    if (typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code)) return e.code;
  }
  return undefined;
}

/**
 * One transaction, tried again (eight times in all) after a deadlock or a serialization failure, and after the states in `also`: so `work`
 * must have no effect outside the database.
 */
export async function transact<T>(
  db: Pick<Database, 'transaction'>,
  work: (tx: Executor) => Promise<T>,
  also: readonly string[] = [],
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction((tx) => work(tx as unknown as Executor));
    } catch (error) {
      const state = sqlState(error) ?? '';
      if (attempt === tries || !(retriable.has(state) || also.includes(state))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt ** 2));
    }
  }
}
