import { eq } from 'drizzle-orm';
import type { Campaign } from '@/contracts/campaign';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaigns } from '@/server/db/schema/campaigns';
import { pauseSends } from '@/server/sends/pause-send';
import { setClock } from './begin-occurrence';
import { findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';
import { launchedBy } from './launched-by';

/**
 * Holds a campaign: its sends pause, no occurrence starts. A second call changes nothing.
 * @param id raw uuid @throws AppError not_found; conflict for a draft and for what is over
 */
export async function pauseCampaign(ctx: Ctx, id: string): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const campaign = await findCampaign(tx, id, true);
    if (campaign.status !== 'paused') {
      if (campaign.status !== 'scheduled' && campaign.status !== 'running')
        throw new AppError('conflict', `The campaign is ${campaign.status}: there is nothing to pause.`);
      await setClock(tx, campaign, campaign.nextAt, 'paused');
      await db.update(campaigns).set({ pausedAt: ctx.now }).where(eq(campaigns.id, id));
      await pauseSends(tx, launchedBy(id));
      await audit(db, ctx, 'campaign.paused', encodeId('campaign', id));
    }
    return getCampaign(tx, id);
  });
}
