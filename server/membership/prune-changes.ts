import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';

/** What was written within this time stays in the log, for readers that keep their place elsewhere (the audience index): older, and they load anew. */
const keptMinutes = 60;
const batch = 20_000;

/**
 * Takes out of the change log what every reader is past: followed by its organization's rounds, if there are any, and older than
 * `keptMinutes`. In batches, so that no long transaction holds the readers' place. Answers how many rows went.
 */
export async function pruneChanges(db: Database): Promise<number> {
  for (let total = 0; ; ) {
    const gone = await db.execute(sql`
      delete from contact_changes where ctid = any(array(
        select l.ctid from contact_changes l
        where l.created_at < now() - make_interval(mins => ${keptMinutes}) and l.xid < pg_snapshot_xmin(pg_current_snapshot())
          and not exists (select from change_readers r join watched_audiences w on w.org_id = r.org_id
                          where r.org_id = l.org_id and l.xid >= pg_snapshot_xmin(r.snapshot::pg_snapshot))
        limit ${batch}))`);
    total += gone.count;
    if (gone.count < batch) return total;
  }
}
