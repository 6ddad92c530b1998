import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import type { CalendarEntry, CampaignCalendar } from '@/contracts/campaign';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { occurrences } from '@/server/schedules/occurrences';

const MOST = 2_000;
const MOST_DAYS = 100;
const DAY = 86_400_000;

/**
 * The occurrences in `from … to` (exclusive): those that were, and those that are planned of scheduled and running campaigns (of paused
 * ones too, which is where they would be), earliest first.
 * @throws AppError validation_failed for a span of more than 100 days
 */
export async function campaignCalendar(ctx: Ctx, span: { from: string; to: string }): Promise<CampaignCalendar> {
  const [from, to] = [new Date(span.from), new Date(span.to)];
  if (to <= from || to.getTime() - from.getTime() > MOST_DAYS * DAY)
    throw invalid(['to'], 'out_of_range', `to must be after from, and at most ${MOST_DAYS} days`);
  const ran = await ctx.db
    .select({ run: campaignRuns, campaign: campaigns })
    .from(campaignRuns)
    .innerJoin(campaigns, eq(campaigns.id, campaignRuns.campaignId))
    .where(and(eq(campaignRuns.orgId, ctx.orgId), gte(campaignRuns.occurrenceAt, from), lt(campaignRuns.occurrenceAt, to)))
    .limit(MOST);
  const data: CalendarEntry[] = ran.map(({ run, campaign }) => ({
    ...entryOf(campaign, run.occurrenceAt),
    run: { id: encodeId('campaignRun', run.id), status: run.status, people: run.people, missed: run.missed },
  }));
  const planned = await ctx.db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.orgId, ctx.orgId), inArray(campaigns.status, ['scheduled', 'running', 'paused'])));
  for (const campaign of planned) {
    const { nextAt, cron, timezone, endAt } = campaign;
    if (!nextAt) continue;
    const first = new Date(Math.max(from.getTime(), nextAt.getTime()));
    const last = new Date(Math.min(to.getTime() - 1, endAt?.getTime() ?? Number.POSITIVE_INFINITY));
    const times = cron === null ? [nextAt].filter((at) => at >= from && at < to) : occurrences({ cron, timezone }, first, last);
    for (const at of times) {
      if (data.length > MOST) break;
      if (!ran.some(({ run }) => run.campaignId === campaign.id && run.occurrenceAt.getTime() === at.getTime()))
        data.push(entryOf(campaign, at));
    }
  }
  data.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.name.localeCompare(b.name)));
  return { data: data.slice(0, MOST), truncated: data.length > MOST };
}

const entryOf = (campaign: typeof campaigns.$inferSelect, at: Date): CalendarEntry => ({
  campaign_id: encodeId('campaign', campaign.id),
  name: campaign.name,
  status: campaign.status,
  at: at.toISOString(),
  recurring: campaign.cron !== null,
  run: null,
});
