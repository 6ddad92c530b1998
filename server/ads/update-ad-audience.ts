import { and, eq, sql } from 'drizzle-orm';
import type { AdTargeting } from '@/contracts/ad-targeting';
import type { AdAudience, AdAudiencePatch } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAudiences } from '@/server/db/schema/ads';
import { findAdAudience } from './find';
import { getAdAudience } from './get-ad-audience';
import { wakeAudiences } from './wake';

type Patch = Omit<AdAudiencePatch, 'targeting'> & { targeting?: AdTargeting };

/**
 * Pauses or resumes following the audience (paused, nothing is sent; on resuming, what was touched meanwhile is), sets the consent, and
 * keeps what its ads should be narrowed by, which the caller has checked.
 */
export async function updateAdAudience(ctx: Ctx, { id, ...patch }: Patch & { id: string }): Promise<AdAudience> {
  await transact(ctx.db, async (tx) => {
    const { adAudience } = await findAdAudience({ ...ctx, db: tx }, id);
    if (patch.keep_in_sync && !adAudience.lastSyncedAt)
      throw new AppError('conflict', 'Apply the plan first: the first sync begins to follow the audience.');
    await tx
      .update(adAudiences)
      .set({
        ...(patch.keep_in_sync === undefined ? {} : { keepInSync: patch.keep_in_sync }),
        ...(patch.consent === undefined ? {} : { consent: patch.consent }),
        ...(patch.targeting === undefined ? {} : { targeting: patch.targeting }),
        updatedAt: sql`now()`,
      })
      .where(and(eq(adAudiences.orgId, ctx.orgId), eq(adAudiences.id, id)));
    await audit(tx, ctx, 'ad_audience.updated', encodeId('adAudience', id), patch);
    if (patch.keep_in_sync) await wakeAudiences(tx, [id]);
  });
  return getAdAudience(ctx, id);
}
