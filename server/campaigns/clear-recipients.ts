import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';

const SLICE = 20_000;

/** Removes the people of runs that are launched or over, slice by slice: the ledger has them, or nobody needs them. @param runId uuid; none: every run */
export async function clearRecipients(db: Database, runId?: string): Promise<void> {
  const over = await db.execute<{ id: string }>(sql`
    select r.id from campaign_runs r
    where r.status in ('running', 'finished', 'cancelled') ${runId ? sql`and r.id = ${runId}::uuid` : sql``}
      and exists (select from campaign_recipients p where p.run_id = r.id)`);
  for (const { id } of over) {
    for (let n = SLICE; n === SLICE; ) {
      const removed = await db.execute(sql`
        delete from campaign_recipients where ctid = any (array(
          select ctid from campaign_recipients where run_id = ${id}::uuid limit ${SLICE}))`);
      n = removed.count;
    }
  }
}
