import { and, eq, inArray } from 'drizzle-orm';
import type { AdAudience } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adSyncs } from '@/server/db/schema/ads';
import { findAdAudience } from './find';
import { getAdAudience } from './get-ad-audience';

/** Stops the sync under way before its next request; what was sent stays sent, the rest stays marked. Without one nothing changes. */
export async function cancelSync(ctx: Ctx, id: string): Promise<AdAudience> {
  await transact(ctx.db, async (tx) => {
    const { adAudience } = await findAdAudience({ ...ctx, db: tx }, id);
    const [cancelled] = await tx
      .update(adSyncs)
      .set({ status: 'cancelled', finishedAt: ctx.now, waitingUntil: null })
      .where(and(eq(adSyncs.orgId, ctx.orgId), eq(adSyncs.adAudienceId, adAudience.id), inArray(adSyncs.status, ['running', 'waiting'])))
      .returning({ id: adSyncs.id });
    if (cancelled)
      await audit(tx, ctx, 'ad_sync.cancelled', encodeId('adSync', cancelled.id), {
        ad_audience_id: encodeId('adAudience', adAudience.id),
      });
  });
  return getAdAudience(ctx, id);
}
