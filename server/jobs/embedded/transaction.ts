import type { Sql, Tx } from './types';

const TRIES = 5;
// deadlock_detected, serialization_failure: PostgreSQL rolled back and asks to be tried again
const RETRIABLE = new Set(['40P01', '40001']);

/** SQLSTATE of a PostgreSQL error; undefined for anything else, a lost connection included. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Runs `work` in one transaction; a deadlock is tried again, so `work` must have no effect outside the database. */
export async function transaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await sql.begin(work)) as T;
    } catch (error) {
      if (attempt === TRIES || !RETRIABLE.has(sqlState(error) ?? '')) throw error;
    }
  }
}
