import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { earlyMs } from './look-ahead';

/** The organizations (uuids) where time alone may have moved somebody, or where it is time to look ahead; with `all`, all that watch. */
export async function dueOrganizations(db: Database, now: Date, all: boolean): Promise<string[]> {
  const early = new Date(now.getTime() + earlyMs);
  const rows = await db.execute<{ org_id: string }>(sql`
    select r.org_id from change_readers r
    where (${all} and exists (select from watched_audiences w where w.org_id = r.org_id))
       or r.due_until <= ${early.toISOString()}
       or exists (select from membership_due d where d.org_id = r.org_id and d.due_at <= ${now.toISOString()})`);
  return rows.map((row) => row.org_id);
}
