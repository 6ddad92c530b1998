import { and, eq, inArray, sql } from 'drizzle-orm';
import { transact } from '@/server/db/retry';
import { adAudiences, adSyncs } from '@/server/db/schema/ads';
import type { AdsWorld } from './ads-world';
import { beginSync } from './begin-sync';
import type { AdsChanged } from './events';

/**
 * Opens the sync of what changed, when there is anything and the audience is followed. Null: nothing to do, or a sync is open that takes it
 * along. Called again by a step that is repeated, it finds the sync it opened.
 * @param runId of the job: the sync is its to drive
 */
export async function beginChanges(
  world: Pick<AdsWorld, 'db'>,
  { org_id, ad_audience_id }: AdsChanged,
  runId: string,
): Promise<string | null> {
  return transact(world.db, async (tx) => {
    await tx.update(adAudiences).set({ syncDueAt: null }).where(eq(adAudiences.id, ad_audience_id));
    const [due] = await tx.execute(sql`
      select 1 from ad_audiences a join ad_accounts c on c.id = a.account_id and c.status = 'connected'
       where a.id = ${ad_audience_id}::uuid and a.keep_in_sync
         and (exists (select from ad_touched t where t.ad_audience_id = a.id)
              or exists (select from ad_members m where m.ad_audience_id = a.id and m.state in ('to_add', 'to_remove')))`);
    if (!due) return null;
    const createdBy = `changes:${runId}`;
    const sync = await beginSync(tx, { orgId: org_id, adAudienceId: ad_audience_id, kind: 'changes', createdBy });
    if (sync) return sync.id;
    const open = and(eq(adSyncs.adAudienceId, ad_audience_id), inArray(adSyncs.status, ['running', 'waiting']));
    const [mine] = await tx
      .select({ id: adSyncs.id })
      .from(adSyncs)
      .where(and(open, eq(adSyncs.createdBy, createdBy)));
    return mine?.id ?? null;
  });
}
