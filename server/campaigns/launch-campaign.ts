import type { Campaign } from '@/contracts/campaign';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { armCampaign } from './arm-campaign';
import { findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';

/**
 * Lets a draft go: at its start, at the first time of its pattern, or at once when it has neither.
 * @param input.now at once though its start is later; also of a campaign that is scheduled already
 * @throws AppError not_found; validation_failed: what is missing; conflict: it went already
 */
export async function launchCampaign(ctx: Ctx, id: string, input: { now?: boolean } = {}): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const campaign = await findCampaign(tx, id, true);
    if (campaign.status === 'paused') throw new AppError('conflict', 'The campaign is paused: resume it.');
    if (campaign.status !== 'draft' && !(campaign.status === 'scheduled' && input.now))
      throw new AppError('conflict', `The campaign is ${campaign.status} already.`);
    await armCampaign(tx, campaign, input.now);
    return getCampaign(tx, id);
  });
}
