import { and, eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAudiences } from '@/server/db/schema/ads';
import { unwatchAudience } from '@/server/membership/watch-audience';
import { watcherOf } from './apply-sync';
import { findAdAudience } from './find';

/** Forgets the mapping, its history and every hash. Who is on the platform stays there, unknown to us: empty the audience first. */
export async function unmapAudience(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const { adAudience, account } = await findAdAudience(inTx, id);
    if (adAudience.audienceId) await unwatchAudience(inTx, adAudience.audienceId, watcherOf(id));
    await tx.delete(adAudiences).where(and(eq(adAudiences.orgId, ctx.orgId), eq(adAudiences.id, id)));
    await audit(tx, ctx, 'ad_audience.unmapped', encodeId('adAudience', id), {
      platform: account.platform,
      external_id: adAudience.externalId,
    });
  });
}
