import { eq, sql } from 'drizzle-orm';
import type { TrackingSettings } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';
import { trackingSettings } from './tracking-settings';

/** Sends this close to their start may have been prepared for delivery already: what they are tracked by stays. */
const TOO_LATE = '1 minute';

/**
 * Off holds for every send that has not begun, also for one that was scheduled with it; what has begun goes on as it is, and links and
 * pixels that are out there go on working. On holds for what is scheduled from then on. Nothing to change is no change.
 */
export async function updateTrackingSettings(ctx: Ctx, patch: Partial<TrackingSettings>): Promise<TrackingSettings> {
  if (patch.opens === undefined && patch.clicks === undefined) return trackingSettings(ctx);
  return ctx.db.transaction(async (tx) => {
    await tx.update(organization).set({ trackOpens: patch.opens, trackClicks: patch.clicks }).where(eq(organization.id, ctx.orgId));
    for (const [column, on] of [
      [sql`track_opens`, patch.opens],
      [sql`track_clicks`, patch.clicks],
    ] as const) {
      if (on !== false) continue;
      await tx.execute(sql`
        update sends set ${column} = false, updated_at = now()
        where org_id = ${ctx.orgId}::uuid and ${column} and status in ('scheduled', 'paused') and starts_at > now() + ${TOO_LATE}::interval`);
    }
    await audit(tx, ctx, 'tracking.updated', encodeId('organization', ctx.orgId), patch);
    return trackingSettings({ ...ctx, db: tx });
  });
}
