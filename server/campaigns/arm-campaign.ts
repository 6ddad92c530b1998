import { AppError, invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { limits } from '@/contracts/limits';
import { audit } from '@/server/audit/record';
import type { TxCtx } from '@/server/context';
import { nextOccurrence } from '@/server/schedules/occurrences';
import { beginOccurrence, setClock } from './begin-occurrence';
import { checkReady } from './check-ready';
import type { CampaignRow } from './find-campaign';

/**
 * Lets a draft go, or sets the clock of an edited campaign anew: at its start, at the first time of its pattern, or at once. The
 * caller's transaction holds the campaign's lock.
 * @param atOnce though its start is later
 * @throws AppError validation_failed: what a launch lacks, a start in the past, no occurrence before the end
 */
export async function armCampaign(ctx: TxCtx, campaign: CampaignRow, atOnce = false): Promise<void> {
  await checkReady(ctx, campaign);
  if (campaign.endAt && campaign.endAt <= ctx.now) throw invalid(['schedule', 'endAt'], 'in_the_past', 'the end is in the past');
  if (atOnce && campaign.cron) throw new AppError('conflict', 'A recurring campaign starts at its times: it cannot be launched at once.');
  const first = atOnce ? ctx.now : firstTime(ctx.now, campaign);
  await audit(ctx.db, ctx, 'campaign.scheduled', encodeId('campaign', campaign.id), { first_at: first.toISOString() });
  if (first > ctx.now) await setClock(ctx, campaign, first, 'scheduled');
  else await beginOccurrence(ctx, campaign, first);
}

/** When it would start. @throws AppError as `armCampaign` */
export function firstTime(now: Date, { cron, timezone, startAt, endAt }: CampaignRow): Date {
  if (cron === null) {
    if (startAt && startAt < now)
      throw invalid(['schedule', 'startAt'], 'in_the_past', `the start ${startAt.toISOString()} is in the past`);
    if (startAt && startAt.getTime() > now.getTime() + limits.scheduleAheadDays * 86_400_000)
      throw invalid(['schedule', 'startAt'], 'too_far_ahead', `the start is more than ${limits.scheduleAheadDays} days ahead`);
    return startAt ?? now;
  }
  const first = nextOccurrence({ cron, timezone }, startAt && startAt > now ? startAt : now, endAt);
  if (!first) throw invalid(['recurring', 'cron'], 'no_occurrence', 'the pattern has no time between the start and the end');
  return first;
}
