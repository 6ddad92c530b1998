import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAudiences, adSyncs } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import type { AdsWorld } from './ads-world';
import type { AccountRow, AdAudienceRow, SyncRow } from './find';
import { withAccount } from './with-account';

type Scope = Pick<Ctx, 'db' | 'orgId'> & { sync: SyncRow; adAudience: AdAudienceRow; account: AccountRow };
const open = (id: string) => and(eq(adSyncs.id, id), inArray(adSyncs.status, ['running', 'waiting']));

/** Ends a sync that has nothing left to do. False: somebody was touched meanwhile, go on. */
export async function finishSync(world: AdsWorld, { sync, adAudience, account }: Scope): Promise<boolean> {
  // a nicety: the sync does not fail because the platform does not tell
  const size = await withAccount(world.db, world.ads, account, (c, p) => p.readAudience(c, adAudience.externalId ?? '')).catch((error) => {
    if (error instanceof AdsError) return null;
    throw error;
  });
  return transact(world.db, async (tx) => {
    const [touched] = await tx.execute(sql`select 1 from ad_touched where ad_audience_id = ${adAudience.id}::uuid limit 1`);
    if (touched) return false;
    await tx
      .update(adSyncs)
      .set({
        status: sql`case when failed > 0 then 'partial' else 'finished' end`,
        finishedAt: new Date(),
        waitingUntil: null,
        errorCode: null,
        errorMessage: null,
      })
      .where(open(sync.id));
    await tx
      .update(adAudiences)
      .set({
        lastSyncedAt: new Date(),
        errorCode: null,
        errorMessage: null,
        ...(size ? { platformSize: size.size } : {}),
        updatedAt: sql`now()`,
      })
      .where(eq(adAudiences.id, adAudience.id));
    return true;
  });
}

/** Ends a sync that cannot go on. What it had not done stays marked, and the next one does it. */
export async function failSync(world: Pick<AdsWorld, 'db'>, { sync, adAudience }: Scope, error: AdsError): Promise<void> {
  await transact(world.db, async (tx) => {
    const why = { errorCode: error.code, errorMessage: error.message };
    await tx
      .update(adSyncs)
      .set({ status: 'failed', finishedAt: new Date(), waitingUntil: null, ...why })
      .where(open(sync.id));
    await tx
      .update(adAudiences)
      .set({ ...why, updatedAt: sql`now()` })
      .where(eq(adAudiences.id, adAudience.id));
  });
}
