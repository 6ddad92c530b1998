import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';

/** How many still wait to be handed over, for the progress that is shown. */
export async function countWaiting(db: Executor, syncId: string, adAudienceId: string): Promise<void> {
  await db.execute(sql`
    update ad_syncs s set to_add = greatest(s.to_add, s.added + w.a), to_remove = greatest(s.to_remove, s.removed + w.r)
      from (select count(*) filter (where state in ('to_add', 'adding'))::int as a,
                   count(*) filter (where state in ('to_remove', 'removing'))::int as r
              from ad_members where ad_audience_id = ${adAudienceId}::uuid and state in ('to_add', 'adding', 'to_remove', 'removing')) w
     where s.id = ${syncId}::uuid`);
}
