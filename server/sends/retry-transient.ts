import { setTimeout as delay } from 'node:timers/promises';

const TRIES = 5;
// serialization failure, deadlock, shutdown and crash of the server, connection exceptions (class 08) and postgres.js's own
const transient = /^(40001|40P01|57P0[123]|08...|53300|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+)$/;

/** Repeats what lost a deadlock or its connection; for writes that are idempotent and must not be lost. */
export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { code, cause } = error as { code?: string; cause?: { code?: string } };
      if (attempt === TRIES || !transient.test(code ?? cause?.code ?? '')) throw error;
      await delay(100 * 2 ** attempt);
    }
  }
}
