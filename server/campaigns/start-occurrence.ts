import { and, eq } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { campaigns } from '@/server/db/schema/campaigns';
import { campaignArmed } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { beginOccurrence, wakeAt } from './begin-occurrence';

/** Clocks of processes and of the database may differ by this much. */
const TOLERANCE_MS = 2_000;

/**
 * What a campaign's clock does when it wakes: starts the occurrence that is due. Nothing when the clock is void: the campaign was
 * edited, paused or cancelled since, or another process was first.
 * @param revision of the campaign when the clock was set
 * @returns whether it started one
 */
export async function startOccurrence(db: Database, ctx: Omit<Ctx, 'db'>, campaignId: string, revision: number): Promise<boolean> {
  return transact(db, async (tx) => {
    const [campaign] = await tx
      .select()
      .from(campaigns)
      .where(and(eq(campaigns.orgId, ctx.orgId), eq(campaigns.id, campaignId)))
      .for('update');
    if (!campaign?.nextAt || campaign.revision !== revision || !['scheduled', 'running'].includes(campaign.status)) return false;
    const early = campaign.nextAt.getTime() - ctx.now.getTime();
    if (early > TOLERANCE_MS) {
      const ids = { org_id: ctx.orgId, campaign_id: campaignId, revision };
      await enqueue(tx, campaignArmed({ ...ids, wake_at: wakeAt(ctx.now, campaign.nextAt) }, `-${ctx.now.getTime()}`));
      return false;
    }
    const now = early > 0 ? campaign.nextAt : ctx.now;
    await beginOccurrence({ ...ctx, now, db: tx }, campaign, campaign.nextAt);
    return true;
  });
}
