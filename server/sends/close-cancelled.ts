import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { crashpoint } from './crashpoint';

/** Rows of one transaction: an unsubscription that meets one of them waits for a tenth of a second. */
const SLICE = 2_000;

/**
 * Closes what waits in a cancelled send (uuid), slice by slice, each for good: who dies in between left whole slices, and anybody may go
 * on. Rows that somebody holds just now are left to the next call.
 * @param forMs begins no further slice after this
 * @returns rows closed, and whether none of them is left as far as this call could see
 */
export async function closeCancelled(
  db: Database,
  sendId: string,
  forMs = Number.POSITIVE_INFINITY,
): Promise<{ closed: number; done: boolean }> {
  const until = performance.now() + forMs;
  let closed = 0;
  while (performance.now() < until) {
    const [slice] = await transact(db, (tx) =>
      tx.execute<{ n: number }>(sql`
        with waiting as (
          select m.id from messages m
          where m.send_id = ${sendId}::uuid and m.status in ('scheduled', 'claimed')
            and exists (select from sends s where s.id = ${sendId}::uuid and s.status = 'cancelled')
          limit ${SLICE}
          for update skip locked
        ), stopped as (
          update messages m set status = 'cancelled', lease_until = null, updated_at = now() from waiting w where m.id = w.id returning 1
        )
        select count(*)::int as n from stopped`),
    );
    crashpoint('close.after');
    closed += slice?.n ?? 0;
    if (!slice?.n) return { closed, done: true };
  }
  return { closed, done: false };
}
