import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Campaign } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { campaignAudiences, campaignChannels, campaigns } from '@/server/db/schema/campaigns';
import { templates } from '@/server/db/schema/sends';
import { occurrences } from '@/server/schedules/occurrences';
import { describeCron } from './describe-cron';
import type { CampaignRow } from './find-campaign';
import { resolveSchedule } from './resolve-schedule';

/** Occurrences that an answer names. */
const NEXT = 5;

/** Campaigns as answers show them. `order` and `limit` as the caller needs. */
export async function loadCampaigns(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>,
  where: SQL | undefined,
  order: SQL,
  limit: number,
): Promise<Campaign[]> {
  const rows = await ctx.db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.orgId, ctx.orgId), where))
    .orderBy(order)
    .limit(limit);
  if (!rows.length) return [];
  const ids = rows.map((row) => row.id);
  const audiences = await ctx.db
    .select()
    .from(campaignAudiences)
    .where(inArray(campaignAudiences.campaignId, ids))
    .orderBy(asc(campaignAudiences.id));
  const channels = await ctx.db
    .select({ channel: campaignChannels, templateName: templates.name })
    .from(campaignChannels)
    .leftJoin(templates, eq(templates.id, campaignChannels.templateId))
    .where(inArray(campaignChannels.campaignId, ids))
    .orderBy(asc(campaignChannels.position));
  const runs = await ctx.db.execute<{ campaign_id: string; runs: number; people: number }>(sql`
    select campaign_id, count(*)::int as runs, sum(people)::int as people from campaign_runs
    where status <> 'skipped' and campaign_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    group by 1`);
  return rows.map((row) => {
    const mine = audiences.filter((each) => each.campaignId === row.id);
    const named = (role: 'include' | 'exclude') =>
      mine
        .filter((each) => each.role === role)
        .map((each) => ({ id: each.audienceId && encodeId('audience', each.audienceId), name: each.name }));
    const ran = runs.find((each) => each.campaign_id === row.id);
    return {
      id: encodeId('campaign', row.id),
      name: row.name,
      description: row.description,
      status: row.status,
      audiences: { include: named('include'), exclude: named('exclude') },
      channels: channels
        .filter(({ channel }) => channel.campaignId === row.id)
        .map(({ channel, templateName }) => ({
          channel: channel.channel,
          template_id: channel.templateId && encodeId('template', channel.templateId),
          template_name: templateName,
          from: channel.fromAddress,
          subject_variants: channel.subjectVariants,
          subject_test: channel.subjectTest,
        })),
      variables: row.variables as Campaign['variables'],
      ramp_minutes: row.rampMinutes,
      track_opens: row.trackOpens,
      track_clicks: row.trackClicks,
      schedule: {
        start: row.startGiven,
        start_at: row.startAt?.toISOString() ?? null,
        end: row.endGiven,
        end_at: row.endAt?.toISOString() ?? null,
        timezone: row.timezone,
      },
      recurring: recurringOf(row, ctx.now),
      goal: row.goalEvent === null ? null : { event: row.goalEvent, within_days: row.goalWithinDays ?? 0 },
      next_at: row.nextAt?.toISOString() ?? null,
      launched_at: row.launchedAt?.toISOString() ?? null,
      paused_at: row.status === 'paused' ? (row.pausedAt?.toISOString() ?? null) : null,
      error: row.error,
      runs: ran?.runs ?? 0,
      people: ran?.people ?? 0,
      warnings: warningsOf(row),
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
      finished_at: row.finishedAt?.toISOString() ?? null,
    };
  });
}

function recurringOf(row: CampaignRow, now: Date): Campaign['recurring'] {
  if (row.cron === null) return null;
  const over = row.status === 'finished' || row.status === 'cancelled';
  return {
    cron: row.cron,
    once_per_person: row.oncePerPerson,
    description: describeCron(row.cron),
    next: over ? [] : nextTimes(row, now, NEXT).map((at) => at.toISOString()),
  };
}

/** The next `n` planned times of a campaign that is not over; of one without a pattern its start. */
export function nextTimes(row: Pick<CampaignRow, 'cron' | 'timezone' | 'startAt' | 'endAt'>, now: Date, n: number): Date[] {
  if (row.cron === null) return row.startAt && row.startAt >= now ? [row.startAt] : [];
  const from = row.startAt && row.startAt > now ? row.startAt : now;
  const end = row.endAt ?? new Date(from.getTime() + 366 * 8 * 86_400_000);
  const found: Date[] = [];
  for (const at of occurrences({ cron: row.cron, timezone: row.timezone }, from, end)) if (found.push(at) === n) break;
  return found;
}

function warningsOf(row: CampaignRow): Campaign['warnings'] {
  if (row.status !== 'draft' && row.status !== 'scheduled') return [];
  const schedule = { startAt: row.startGiven, endAt: row.endGiven, timezone: row.timezone };
  return resolveSchedule({ schedule }).warnings;
}
