import { AppError } from '@/contracts/errors';
import { sqlState } from './retry';

/** Ended by the server: shut down, crashed, not up yet, idle in a transaction for too long, no connection left, or a replica that is not yet the primary. 08: the connection. */
const states = /^(57P0[123]|25P03|53300|25006|08...)$/;
/** How postgres.js and the network beneath it say that there is no connection (any more). */
const codes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * 503 `unavailable` for an error that means the database is away for a moment (a restart, a failover, too many connections); undefined for
 * anything else. What was asked may have been done: with an Idempotency-Key it can be asked again.
 */
export function databaseAway(error: unknown): AppError | undefined {
  const lost = chain(error).some(({ code }) => typeof code === 'string' && codes.has(code));
  if (!lost && !states.test(sqlState(error) ?? '')) return undefined;
  return new AppError('unavailable', 'The database cannot be reached at the moment. Try again in a few seconds.', [], 2);
}

/** One line for the log: what the database or the network said, without the statement that drizzle puts before it. */
export const why = (error: unknown): string => String(chain(error).at(-1));

/** The error and what it wraps; nothing where `fetch` failed, which is another network than the database's. */
function chain(error: unknown): { code?: unknown }[] {
  const found: { code?: unknown }[] = [];
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof TypeError) return [];
    found.push(e as { code?: unknown });
  }
  return found;
}
