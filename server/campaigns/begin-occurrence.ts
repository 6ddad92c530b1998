import { and, eq, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { TxCtx } from '@/server/context';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { campaignArmed, campaignChanged, campaignRun } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { dueOccurrence, nextOccurrence } from '@/server/schedules/occurrences';
import type { CampaignRow } from './find-campaign';

/** Nothing starts after a campaign's end; an occurrence at the end itself may be this late. */
const GRACE_MS = 5 * 60_000;
/** Executors sleep at most a year; a clock for later is set again on the way. */
const LONGEST_SLEEP_MS = 300 * 86_400_000;

/**
 * Starts the occurrence that is due, once: its run is one row, and the campaign is locked by the caller. Of several that are due (nobody
 * was there) the latest is started and says how many it stands for. Then the clock is set for the next.
 */
export async function beginOccurrence(ctx: TxCtx, campaign: CampaignRow, due: Date): Promise<void> {
  const { now } = ctx;
  const recurrence = campaign.cron === null ? null : { cron: campaign.cron, timezone: campaign.timezone };
  const end = campaign.endAt;
  const over = end !== null && now.getTime() > end.getTime() + GRACE_MS;
  const until = end && end < now ? end : now;
  const { at, missed } = (recurrence && dueOccurrence(recurrence, due, until)) ?? { at: due, missed: 0 };
  const [run] = await ctx.db
    .insert(campaignRuns)
    .values({
      orgId: ctx.orgId,
      campaignId: campaign.id,
      occurrenceAt: at,
      missed,
      startedAt: now,
      status: over ? 'skipped' : 'launching',
      ...(over && { finishedAt: now, error: 'the end of the campaign passed before it could start' }),
    })
    .onConflictDoNothing({ target: [campaignRuns.campaignId, campaignRuns.occurrenceAt] })
    .returning();
  const after = new Date(Math.max(now.getTime(), at.getTime()) + 1);
  const next = recurrence && nextOccurrence(recurrence, after, end);
  await setClock(ctx, campaign, next, over && !next ? 'finished' : 'running');
  if (!run) return;
  await audit(ctx.db, ctx, over ? 'campaign.occurrence_skipped' : 'campaign.occurrence_started', encodeId('campaign', campaign.id), {
    run_id: encodeId('campaignRun', run.id),
    occurrence_at: at.toISOString(),
    missed,
  });
  if (!over) await enqueue(ctx.db, campaignRun({ org_id: ctx.orgId, run_id: run.id, attempt: run.attempt }));
}

/** Sets the status, and the clock for `next`; every clock set before is void. */
export async function setClock(ctx: TxCtx, campaign: CampaignRow, next: Date | null, status: CampaignRow['status']): Promise<void> {
  const revision = campaign.revision + 1;
  await ctx.db
    .update(campaigns)
    .set({ status, nextAt: next, revision, updatedAt: sql`now()`, ...(status === 'finished' && { finishedAt: ctx.now }) })
    .where(and(eq(campaigns.orgId, ctx.orgId), eq(campaigns.id, campaign.id)));
  const ids = { org_id: ctx.orgId, campaign_id: campaign.id, revision };
  await enqueue(ctx.db, campaignChanged(ids));
  const runs = status === 'scheduled' || status === 'running';
  if (next && runs) await enqueue(ctx.db, campaignArmed({ ...ids, wake_at: wakeAt(ctx.now, next) }));
}

/** When the clock for `next` wakes (ISO). */
export const wakeAt = (now: Date, next: Date) => new Date(Math.min(next.getTime(), now.getTime() + LONGEST_SLEEP_MS)).toISOString();
