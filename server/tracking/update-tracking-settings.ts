import { eq } from 'drizzle-orm';
import type { TrackingSettings } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';
import { trackingSettings } from './tracking-settings';

/** Holds for sends that begin from now on; links and pixels that are out there go on working. Nothing to change is no change. */
export async function updateTrackingSettings(ctx: Ctx, patch: Partial<TrackingSettings>): Promise<TrackingSettings> {
  if (patch.opens === undefined && patch.clicks === undefined) return trackingSettings(ctx);
  return ctx.db.transaction(async (tx) => {
    await tx.update(organization).set({ trackOpens: patch.opens, trackClicks: patch.clicks }).where(eq(organization.id, ctx.orgId));
    await audit(tx, ctx, 'tracking.updated', encodeId('organization', ctx.orgId), patch);
    return trackingSettings({ ...ctx, db: tx });
  });
}
