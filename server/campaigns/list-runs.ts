import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { CampaignRun } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { campaignRuns } from '@/server/db/schema/campaigns';
import { countLedger, sumUp } from '@/server/sends/count-ledger';
import { findCampaign } from './find-campaign';

type Input = { campaignId: string; limit: number; cursor?: string };

/** The occurrences of a campaign, newest first, each with its ledger as a sum. @throws AppError not_found */
export async function listRuns(ctx: Ctx, input: Input): Promise<Page<CampaignRun>> {
  await findCampaign(ctx, input.campaignId);
  const before = cursorId('campaignRun', input.cursor);
  const rows = await ctx.db
    .select()
    .from(campaignRuns)
    .where(
      and(
        eq(campaignRuns.orgId, ctx.orgId),
        eq(campaignRuns.campaignId, input.campaignId),
        before ? lt(campaignRuns.id, before) : undefined,
      ),
    )
    .orderBy(desc(campaignRuns.id))
    .limit(input.limit + 1);
  const ids = JSON.stringify(rows.map((row) => row.id));
  const sends = await ctx.db.execute<{ run: string; id: string; channel: Channel; slice: number | null }>(sql`
    select campaign_run_id as run, id, channel, slice_index as slice from sends
    where org_id = ${ctx.orgId} and campaign_run_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)
    order by channel, slice_index`);
  const counted = await countLedger(
    ctx.db,
    sql`s.org_id = ${ctx.orgId} and s.campaign_run_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`,
  );
  const show = (row: typeof campaignRuns.$inferSelect): CampaignRun => {
    const own = sends.filter((each) => each.run === row.id);
    const ids = new Set(own.map((each) => each.id));
    return {
      id: encodeId('campaignRun', row.id),
      campaign_id: encodeId('campaign', row.campaignId),
      occurrence_at: row.occurrenceAt.toISOString(),
      status: row.status,
      late_seconds: Math.max(0, Math.round((row.startedAt.getTime() - row.occurrenceAt.getTime()) / 1000)),
      missed: row.missed,
      people: row.people,
      counts: sumUp(counted.filter((each) => ids.has(each.send_id))),
      sends: own.map((each) => ({ id: encodeId('send', each.id), channel: each.channel, slice: each.slice })),
      started_at: row.startedAt.toISOString(),
      launched_at: row.launchedAt?.toISOString() ?? null,
      finished_at: row.finishedAt?.toISOString() ?? null,
      error: row.error,
    };
  };
  return pageFrom(rows, input.limit, show, (run) => run.id);
}
