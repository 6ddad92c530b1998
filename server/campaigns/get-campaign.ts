import { eq, sql } from 'drizzle-orm';
import type { Campaign } from '@/contracts/campaign';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { campaigns } from '@/server/db/schema/campaigns';
import { loadCampaigns } from './load-campaigns';

/** @param id raw uuid @throws AppError not_found */
export async function getCampaign(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, id: string): Promise<Campaign> {
  const [campaign] = await loadCampaigns(ctx, eq(campaigns.id, id), sql`${campaigns.id}`, 1);
  if (!campaign) throw notFound('campaign');
  return campaign;
}
