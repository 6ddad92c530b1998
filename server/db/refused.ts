import { sqlState } from './retry';

/**
 * 08 the connection, 23 a constraint, 25 the transaction (slept through, on a replica), 40 a conflict, 53 no room, 57P the server ends or
 * begins, 58 and XX its disk or itself. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const another = /^(08|23|25|40|53|57P|58|XX)/;

/** SQLSTATE with which PostgreSQL refuses a statement for what it says or takes; null for anything else, which may go well another time. */
export function refusedState(error: unknown): string | null {
  const state = sqlState(error);
  return state === undefined || another.test(state) ? null : state;
}
