import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '@/server/context';
import type { Executor } from './client';

/** `import:<uuid>`, `send:<uuid>` and the like (contracts/membership.ts), or who is acting. */
export type Cause = string | Actor;

/**
 * Says who or what makes the changes of this transaction, for the change log and so for "why did they enter". What was said first stays: an
 * automation that calls a verb remains the cause. Call it before the first change; a job says nothing of its own.
 */
export async function nameCause(tx: Pick<Executor, 'execute'>, cause: Cause): Promise<void> {
  await tx.execute(sql`select ${causeSetting(cause)}`);
}

/** The same as an expression, for a statement that is sent anyway. */
export function causeSetting(cause: Cause): SQL {
  const named = typeof cause === 'string' ? cause : cause.type === 'job' ? '' : `${cause.type}:${cause.id}`;
  return sql`set_config('muster.cause', coalesce(nullif(current_setting('muster.cause', true), ''), ${named}), true)`;
}
