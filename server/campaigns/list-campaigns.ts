import { and, eq, ilike, lt, sql } from 'drizzle-orm';
import type { Campaign, CampaignStatus } from '@/contracts/campaign';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { campaigns } from '@/server/db/schema/campaigns';
import { loadCampaigns } from './load-campaigns';

type Input = { q?: string; status?: CampaignStatus; limit: number; cursor?: string };

/** Campaigns, newest first. */
export async function listCampaigns(ctx: Ctx, input: Input): Promise<Page<Campaign>> {
  const before = cursorId('campaign', input.cursor);
  const where = and(
    input.q ? ilike(campaigns.name, containing(input.q)) : undefined,
    input.status ? eq(campaigns.status, input.status) : undefined,
    before ? lt(campaigns.id, before) : undefined,
  );
  const rows = await loadCampaigns(ctx, where, sql`${campaigns.id} desc`, input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (campaign) => campaign,
    (campaign) => campaign.id,
  );
}
