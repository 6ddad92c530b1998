import { and, eq } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import { campaignRuns } from '@/server/db/schema/campaigns';
import { type CampaignRow, findCampaign } from './find-campaign';

export type RunRow = typeof campaignRuns.$inferSelect;

/**
 * A run that is being launched, with its campaign, both locked (the campaign first, as everywhere). Null when it must not go on: it was
 * launched, or the campaign is paused or cancelled.
 */
export async function openRun(ctx: TxCtx, runId: string): Promise<{ run: RunRow; campaign: CampaignRow } | null> {
  const own = and(eq(campaignRuns.orgId, ctx.orgId), eq(campaignRuns.id, runId));
  const [found] = await ctx.db.select({ campaignId: campaignRuns.campaignId }).from(campaignRuns).where(own);
  if (!found) return null;
  const campaign = await findCampaign(ctx, found.campaignId, true);
  const [run] = await ctx.db.select().from(campaignRuns).where(own).for('update');
  return run?.status === 'launching' && campaign.status === 'running' ? { run, campaign } : null;
}
