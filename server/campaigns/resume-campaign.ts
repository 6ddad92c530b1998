import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Campaign } from '@/contracts/campaign';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { campaignRun } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { dueOccurrence, nextOccurrence } from '@/server/schedules/occurrences';
import { resumeSends } from '@/server/sends/resume-send';
import { beginOccurrence, setClock } from './begin-occurrence';
import { checkReady } from './check-ready';
import { type CampaignRow, findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';
import { launchedBy } from './launched-by';

/**
 * Lets a paused campaign go on: its sends, launches that were held or failed, its clock. Occurrences of a recurring campaign that passed
 * meanwhile are skipped, and the history says so; a single start that passed is made up for now.
 * @param id raw uuid @throws AppError not_found; validation_failed: what a failed launch still lacks; conflict when it is not paused
 */
export async function resumeCampaign(ctx: Ctx, id: string): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const campaign = await findCampaign(tx, id, true);
    if (campaign.status === 'running' || campaign.status === 'scheduled') return getCampaign(tx, id);
    if (campaign.status !== 'paused') throw new AppError('conflict', `The campaign is ${campaign.status}: there is nothing to resume.`);
    if (campaign.error) await checkReady(tx, campaign);
    await db.update(campaigns).set({ pausedAt: null, error: null }).where(eq(campaigns.id, id));
    await audit(db, ctx, 'campaign.resumed', encodeId('campaign', id));
    const started = await relaunch(tx, campaign);
    await resumeSends(tx, launchedBy(id));
    const { nextAt } = campaign;
    const status = started || campaign.launchedAt ? 'running' : 'scheduled';
    if (!nextAt || nextAt > ctx.now) await setClock(tx, campaign, nextAt, nextAt ? status : 'running');
    else if (campaign.cron === null) await beginOccurrence(tx, campaign, nextAt);
    else await skipPassed(tx, campaign, nextAt, campaign.cron, status);
    return getCampaign(tx, id);
  });
}

/** Begins held and failed launches again, each with the slice that is missing. Answers whether there was one. */
async function relaunch(ctx: TxCtx, campaign: CampaignRow): Promise<boolean> {
  const runs = await ctx.db
    .update(campaignRuns)
    .set({ status: 'launching', error: null, attempt: sql`attempt + 1` })
    .where(and(eq(campaignRuns.campaignId, campaign.id), inArray(campaignRuns.status, ['launching', 'failed'])))
    .returning();
  await enqueue(ctx.db, ...runs.map((run) => campaignRun({ org_id: ctx.orgId, run_id: run.id, attempt: run.attempt })));
  return runs.length > 0;
}

async function skipPassed(ctx: TxCtx, campaign: CampaignRow, from: Date, cron: string, status: CampaignRow['status']): Promise<void> {
  const recurrence = { cron, timezone: campaign.timezone };
  const until = campaign.endAt && campaign.endAt < ctx.now ? campaign.endAt : ctx.now;
  const passed = dueOccurrence(recurrence, from, until);
  if (passed) {
    await ctx.db
      .insert(campaignRuns)
      .values({
        orgId: ctx.orgId,
        campaignId: campaign.id,
        occurrenceAt: passed.at,
        missed: passed.missed,
        status: 'skipped',
        startedAt: ctx.now,
        finishedAt: ctx.now,
        error: 'the campaign was paused',
      })
      .onConflictDoNothing({ target: [campaignRuns.campaignId, campaignRuns.occurrenceAt] });
    await audit(ctx.db, ctx, 'campaign.occurrence_skipped', encodeId('campaign', campaign.id), {
      occurrence_at: passed.at.toISOString(),
      missed: passed.missed,
    });
  }
  const next = nextOccurrence(recurrence, new Date(ctx.now.getTime() + 1), campaign.endAt);
  await setClock(ctx, campaign, next, next || campaign.launchedAt ? status : 'finished');
}
