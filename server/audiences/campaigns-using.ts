import { and, eq, inArray } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { campaignAudiences, campaigns } from '@/server/db/schema/campaigns';

/** 409 while a campaign that is not over includes or excludes the audience: without an exclusion it would reach the wrong people. */
export async function refuseWhileInCampaign(ctx: Pick<Ctx, 'db' | 'orgId'>, audienceId: string): Promise<void> {
  const rows = await ctx.db
    .selectDistinct({ name: campaigns.name })
    .from(campaignAudiences)
    .innerJoin(campaigns, eq(campaigns.id, campaignAudiences.campaignId))
    .where(
      and(
        eq(campaignAudiences.orgId, ctx.orgId),
        eq(campaignAudiences.audienceId, audienceId),
        inArray(campaigns.status, ['draft', 'scheduled', 'running', 'paused']),
      ),
    )
    .limit(5);
  if (!rows.length) return;
  const names = rows.map(({ name }) => `“${name}”`).join(', ');
  throw new AppError('conflict', `The campaign ${names} uses this audience: change, finish or cancel that first.`);
}
