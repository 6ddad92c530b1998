import { sql } from 'drizzle-orm';
import type { Actor } from '@/server/context';
import type { Executor } from './client';

/**
 * Says who or what makes the changes of this transaction, for the change log and so for "why did they enter" (contracts/membership.ts):
 * `import:<uuid>`, `send:<uuid>`, or the actor. What was said first stays: an automation that calls a verb remains the cause.
 * Call it before the first change; a job says nothing of its own.
 */
export async function nameCause(tx: Pick<Executor, 'execute'>, cause: string | Actor): Promise<void> {
  const named = typeof cause === 'string' ? cause : cause.type === 'job' ? null : `${cause.type}:${cause.id}`;
  if (named === null) return;
  await tx.execute(sql`
    select set_config('muster.cause', coalesce(nullif(current_setting('muster.cause', true), ''), ${named}), true)`);
}
