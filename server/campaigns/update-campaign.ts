import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Campaign, CampaignChanges } from '@/contracts/campaign';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { armCampaign, firstTime } from './arm-campaign';
import { setClock } from './begin-occurrence';
import { type CampaignRow, channelsOf, findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';
import { resolveSchedule } from './resolve-schedule';
import { writeAudiences, writeChannels } from './write-parts';

/** What may change at any time. */
const always = new Set(['name', 'description']);

/**
 * Changes a campaign until it is launched; its name and description always. A scheduled campaign is checked and its clock set anew;
 * `status: draft` takes it back.
 * @param id raw uuid @throws AppError not_found, validation_failed; conflict once it is launched, with the reason
 */
export async function updateCampaign(ctx: Ctx, id: string, input: CampaignChanges): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const campaign = await findCampaign(tx, id, true);
    const changed = Object.keys(input).filter((key) => input[key as keyof CampaignChanges] !== undefined);
    if (changed.some((key) => !always.has(key))) requireEditable(campaign);
    const row = await writeRow(tx, campaign, input);
    await writeAudiences(tx, id, input);
    await writeChannels(tx, id, input, await channelsOf(tx, id));
    await audit(db, ctx, 'campaign.updated', encodeId('campaign', id), { changed });
    if (row.status === 'paused' && (changed.includes('schedule') || changed.includes('recurring'))) await setAside(tx, row);
    if (input.status === 'draft' && row.status !== 'draft') await setClock(tx, row, null, 'draft');
    else if (input.status === 'scheduled' || (row.status === 'scheduled' && changed.some((key) => !always.has(key))))
      await armCampaign(tx, row);
    return getCampaign(tx, id);
  });
}

/** A paused campaign that never sent gets a new time: a launch that failed is not tried again at the old one. */
async function setAside(ctx: TxCtx, campaign: CampaignRow): Promise<void> {
  await ctx.db
    .update(campaignRuns)
    .set({ status: 'cancelled', finishedAt: ctx.now })
    .where(and(eq(campaignRuns.campaignId, campaign.id), inArray(campaignRuns.status, ['launching', 'failed'])));
  await setClock(ctx, campaign, firstTime(ctx.now, campaign), 'paused');
}

/** @throws AppError conflict with the reason */
function requireEditable(campaign: CampaignRow): void {
  const { status, launchedAt } = campaign;
  if (status === 'draft' || status === 'scheduled' || (status === 'paused' && !launchedAt)) return;
  const since = launchedAt ? `It was launched ${launchedAt.toISOString()}: what people get must not change under way.` : `It is ${status}.`;
  throw new AppError('conflict', `${since} Only its name and description can change; duplicate it to send something else.`);
}

async function writeRow(ctx: TxCtx, campaign: CampaignRow, input: CampaignChanges): Promise<CampaignRow> {
  const { warnings: _, ...schedule } = resolveSchedule({
    schedule:
      input.schedule !== undefined
        ? input.schedule
        : { startAt: campaign.startGiven, endAt: campaign.endGiven, timezone: campaign.timezone },
    recurring:
      input.recurring !== undefined
        ? input.recurring
        : campaign.cron
          ? { cron: campaign.cron, oncePerPerson: campaign.oncePerPerson }
          : null,
  });
  const [row] = await ctx.db
    .update(campaigns)
    .set({
      name: input.name,
      description: input.description,
      variables: input.variables,
      rampMinutes: input.rampMinutes,
      trackOpens: input.trackOpens,
      trackClicks: input.trackClicks,
      ...(input.goal !== undefined && { goalEvent: input.goal?.event ?? null, goalWithinDays: input.goal?.withinDays ?? null }),
      ...schedule,
      updatedAt: sql`now()`,
    })
    .where(eq(campaigns.id, campaign.id))
    .returning();
  if (!row) throw new Error('the campaign was not written');
  return row;
}
