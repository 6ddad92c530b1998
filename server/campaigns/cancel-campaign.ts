import { and, eq, inArray } from 'drizzle-orm';
import type { Campaign } from '@/contracts/campaign';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { cancelSends } from '@/server/sends/cancel-send';
import { setClock } from './begin-occurrence';
import { findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';
import { launchedBy } from './launched-by';

/**
 * Ends a campaign: what has not left does not leave, no occurrence comes. What was sent stays sent. A second call changes nothing. Rows of
 * messages are closed by jobs, those of a launch removed by the sweep (`clearRecipients`).
 * @param id raw uuid @throws AppError not_found; conflict for a draft and for what is finished
 */
export async function cancelCampaign(ctx: Ctx, id: string): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const campaign = await findCampaign(tx, id, true);
    if (campaign.status !== 'cancelled') {
      if (campaign.status === 'draft' || campaign.status === 'finished')
        throw new AppError('conflict', `The campaign is ${campaign.status}: there is nothing to cancel.`);
      await setClock(tx, campaign, null, 'cancelled');
      await db.update(campaigns).set({ finishedAt: ctx.now, error: null }).where(eq(campaigns.id, id));
      await cancelSends(tx, launchedBy(id));
      await db
        .update(campaignRuns)
        .set({ status: 'cancelled', finishedAt: ctx.now })
        .where(and(eq(campaignRuns.campaignId, id), inArray(campaignRuns.status, ['launching', 'running', 'failed'])));
      await audit(db, ctx, 'campaign.cancelled', encodeId('campaign', id));
    }
    return getCampaign(tx, id);
  });
}
