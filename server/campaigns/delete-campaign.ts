import { and, eq } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaigns } from '@/server/db/schema/campaigns';
import { findCampaign } from './find-campaign';

/** Deletes a campaign that never sent anything. @param id raw uuid @throws AppError not_found; conflict for any other */
export async function deleteCampaign(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (db) => {
    const campaign = await findCampaign({ ...ctx, db }, id, true);
    if (campaign.launchedAt || (campaign.status !== 'draft' && campaign.status !== 'cancelled'))
      throw new AppError(
        'conflict',
        'Only a draft, or a campaign that was cancelled before it sent anything, can be deleted: its sends are history.',
      );
    await db.delete(campaigns).where(and(eq(campaigns.orgId, ctx.orgId), eq(campaigns.id, id)));
    await audit(db, ctx, 'campaign.deleted', encodeId('campaign', id), { name: campaign.name });
  });
}
