import { type SQL, sql } from 'drizzle-orm';
import type { MessageStatus, SendCounts } from '@/contracts/send';
import type { Executor } from '@/server/db/client';

export type Counted = { send_id: string; variant: number; status: MessageStatus; n: number };

/**
 * Messages by send, variant and status, as counting the ledger would answer now, from its tallies: folded and waiting in one snapshot. What
 * waits in a cancelled send counts as cancelled.
 * @param where which sends `s`
 */
export async function countLedger(db: Executor, where: SQL): Promise<Counted[]> {
  const rows = await db.execute<Counted>(sql`
    with own as materialized (select id, status from sends s where ${where})
    select t.send_id, t.variant, case when s.status = 'cancelled' and t.status = 'scheduled' then 'cancelled' else t.status end as status,
           sum(t.n)::int as n
    from own s
    join (
      select send_id, variant, status, n from send_tallies where send_id = any (array(select id from own))
      union all
      select send_id, variant, status, n from send_tally_deltas where send_id = any (array(select id from own))
    ) t on t.send_id = s.id
    group by 1, 2, 3
    having sum(t.n) <> 0`);
  return [...rows];
}

/** Counts by the words of the API; the sum closes because every row is counted once. `scheduled` includes what a worker has claimed. */
export function sumUp(rows: readonly { status: MessageStatus; n: number }[]): SendCounts {
  const of = (...statuses: MessageStatus[]) => rows.reduce((sum, r) => sum + (statuses.includes(r.status) ? r.n : 0), 0);
  return {
    total: rows.reduce((sum, r) => sum + r.n, 0),
    scheduled: of('scheduled', 'claimed'),
    sending: of('sending'),
    sent: of('sent'),
    failed: of('failed'),
    suppressed: of('suppressed'),
    unreachable: of('unreachable'),
    duplicates: of('duplicate'),
    cancelled: of('cancelled'),
    unknown: of('unknown'),
  };
}
