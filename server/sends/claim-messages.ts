import type postgres from 'postgres';
import { LEASE_MS } from './delivery-limits';

/** Places `first`–`last` (inclusive) of a send's ramp. */
export type Range = { sendId: string; first: number; last: number };

/**
 * Takes up to `limit` due messages for `fence`, earliest place first; rows that another worker is just taking are skipped. `claimed`
 * means that nothing has left yet, so what a dead worker held may be claimed again once its lease is over. Of a paused send nothing is taken.
 * @returns ids of the claimed messages
 */
export async function claimMessages(sql: postgres.Sql, range: Range, fence: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with due as (
      select id from messages
      where send_id = ${range.sendId} and position between ${range.first} and ${range.last}
        and exists (select from sends s where s.id = ${range.sendId} and s.status in ('scheduled', 'sending'))
        and ((status = 'scheduled' and scheduled_at <= now() and (lease_until is null or lease_until <= now()))
          or (status = 'claimed' and lease_until <= now()))
      order by position
      limit ${limit}
      for update skip locked
    )
    update messages m
    set status = 'claimed', fence = ${fence}, lease_until = now() + ${LEASE_MS} * interval '1 millisecond',
        attempt = m.attempt + 1, updated_at = now()
    from due
    where m.id = due.id
    returning m.id`;
  return rows.map((row) => row.id);
}

/** Keeps what `fence` holds from being taken over while the provider is slow. */
export async function renewLease(sql: postgres.Sql, ids: readonly string[], fence: string): Promise<void> {
  await sql`
    update messages set lease_until = now() + ${LEASE_MS} * interval '1 millisecond'
    where id = any(${ids as string[]}::uuid[]) and fence = ${fence} and status in ('claimed', 'sending')`;
}
