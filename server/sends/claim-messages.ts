import type postgres from 'postgres';
import { LEASE_MS } from './delivery-limits';

/** Places `first`–`last` (inclusive) of a send's ramp. */
export type Range = { sendId: string; first: number; last: number };

/**
 * Takes up to `limit` due messages for `fence`, earliest place first; rows that another worker is just taking are skipped. `claimed`
 * means that nothing has left yet, so what a dead worker held may be claimed again once its lease is over. Of a paused send nothing is taken.
 * What pauses took is from now on in the message's own `scheduled_at`.
 * @returns ids of the claimed messages
 */
export async function claimMessages(sql: postgres.Sql, range: Range, fence: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with send as (
      select delayed_ms from sends where id = ${range.sendId} and status in ('scheduled', 'sending')
    ),
    due as (
      select m.id, s.delayed_ms, m.scheduled_at + (s.delayed_ms - m.delayed_ms) * interval '1 millisecond' as due_at
      from send s cross join messages m
      where m.send_id = ${range.sendId} and m.position between ${range.first} and ${range.last}
        and ((m.status = 'scheduled' and m.scheduled_at + (s.delayed_ms - m.delayed_ms) * interval '1 millisecond' <= now()
              and (m.lease_until is null or m.lease_until <= now()))
          or (m.status = 'claimed' and m.lease_until <= now()))
      order by m.position
      limit ${limit}
      for update of m skip locked
    )
    update messages m
    set status = 'claimed', fence = ${fence}, lease_until = now() + ${LEASE_MS} * interval '1 millisecond',
        scheduled_at = due.due_at, delayed_ms = due.delayed_ms, attempt = m.attempt + 1, updated_at = now()
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
