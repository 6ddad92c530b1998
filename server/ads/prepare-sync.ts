import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAudiences, adSyncs } from '@/server/db/schema/ads';
import { watchedAudiences } from '@/server/db/schema/membership';
import { AdsError } from './ads-error';
import { countWaiting } from './count-waiting';
import type { AccountRow, AdAudienceRow, SyncRow } from './find';
import { reconcile } from './reconcile';
import { membersWhere } from './who';

type Scope = Ctx & { sync: SyncRow; adAudience: AdAudienceRow; account: AccountRow };

/**
 * Takes over what an earlier sync left unanswered and marks what is to be done. False: not yet, because the audience is not followed yet.
 * Who enters between this look and the first of the follower's would be missed, so the follower goes first; it is waited for a while.
 */
export async function prepareSync(scope: Scope, patienceMs = 15_000): Promise<boolean> {
  const { sync, adAudience, account } = scope;
  if (!adAudience.audienceId && sync.kind !== 'empty') throw new AdsError(account.platform, 'audience_deleted');
  if (sync.kind === 'everybody' && Date.now() - sync.createdAt.getTime() < patienceMs && !(await isFollowed(scope))) return false;
  await transact(scope.db, async (tx) => {
    const inTx = { ...scope, db: tx, now: new Date() };
    await tx.update(adAudiences).set({ syncDueAt: null }).where(eq(adAudiences.id, adAudience.id));
    await takeOver(tx, sync, adAudience.id);
    if (sync.kind !== 'changes') {
      if (sync.kind === 'everybody') await tx.execute(sql`delete from ad_touched where ad_audience_id = ${adAudience.id}::uuid`);
      const where = sync.kind === 'empty' ? sql`false` : await membersWhere(inTx, adAudience);
      await reconcile(inTx, { adAudienceId: adAudience.id, platform: account.platform, where, only: null });
    }
    await tx.update(adSyncs).set({ preparedAt: new Date() }).where(eq(adSyncs.id, sync.id));
  });
  await countWaiting(scope.db, sync.id, adAudience.id);
  return true;
}

/** What an ended sync had in the air may have arrived or not; sent again it does no harm. What the platform still processes is left to it. */
async function takeOver(tx: Ctx['db'], sync: SyncRow, adAudienceId: string): Promise<void> {
  await tx.execute(sql`
    with left_over as (
      update ad_batches set status = 'abandoned', finished_at = now()
       where ad_audience_id = ${adAudienceId}::uuid and sync_id <> ${sync.id}::uuid and status = 'sending' returning id)
    update ad_members m set state = case m.state when 'adding' then 'to_add' else 'to_remove' end, batch_id = null
      from left_over where m.batch_id = left_over.id and m.state in ('adding', 'removing')`);
}

async function isFollowed({ db, orgId, adAudience }: Scope): Promise<boolean> {
  if (!adAudience.audienceId) return true;
  const [row] = await db
    .select({ evaluatedAt: watchedAudiences.evaluatedAt, state: watchedAudiences.state })
    .from(watchedAudiences)
    .where(and(eq(watchedAudiences.orgId, orgId), eq(watchedAudiences.audienceId, adAudience.audienceId)));
  return Boolean(row && (row.evaluatedAt || row.state === 'broken'));
}
