import { setTimeout as delay } from 'node:timers/promises';
import { sqlState } from '@/server/db/retry';

const TRIES = 6;
// deadlock, serialization failure, a server that stops, crashed or starts, a transaction slept through, too many connections, connection exceptions
const transient = /^(40001|40P01|57P0[123]|25P03|53300|08...)$/;
const lostConnection = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN)/;

/** Repeats what lost a deadlock or its connection, for about six seconds; for writes that are idempotent and must not be lost. */
export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isTransient(error)) throw error;
      await delay(100 * 2 ** attempt);
    }
  }
}

function isTransient(error: unknown): boolean {
  if (transient.test(sqlState(error) ?? '')) return true;
  for (let e = error as { code?: unknown; cause?: unknown } | null | undefined; e; e = e.cause as typeof e) {
    if (typeof e.code === 'string' && lostConnection.test(e.code)) return true;
  }
  return false;
}
