import { eq, sql } from 'drizzle-orm';
import type { Channel } from '@/contracts/limits';
import { limits } from '@/contracts/limits';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx, TxCtx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { crashpoint } from '@/server/sends/crashpoint';
import { checkReady } from './check-ready';
import type { CampaignRow } from './find-campaign';
import { whileOpen } from './open-run';
import { channelOf, combinedFilter, receivedBefore } from './people';

export type SlicePart = { channel: Channel; index: number; of: number };

/** Below this the planner guesses well enough without figures of the new rows. */
const ANALYZE_FROM = 1_000;

/**
 * Determines the people of a run, once, in one statement and so in one snapshot: each with the one channel that is theirs, cut into
 * slices that a send takes. Called again it answers the same slices. Null when the run must not go on.
 * @throws AppError what a launch lacks (see `checkReady`)
 */
export async function evaluateRun(db: Database, ctx: Omit<Ctx, 'db'>, runId: string): Promise<SlicePart[] | null> {
  const made = await whileOpen(
    db,
    ctx,
    runId,
    async (tx, { run, campaign }) => {
      const people = run.evaluatedAt ? null : await writePeople(tx, campaign, runId);
      const rows = await tx.db.execute<SlicePart>(sql`
        select channel, slice as index, max(slice) over (partition by channel) + 1 as of
        from campaign_recipients where run_id = ${runId} group by channel, slice order by channel, slice`);
      return { people, slices: rows.map(({ channel, index, of }) => ({ channel, index, of })) };
    },
    async (tx, { campaign }, { people }) => {
      if (people === null) return;
      await tx.db.update(campaignRuns).set({ evaluatedAt: ctx.now, people }).where(eq(campaignRuns.id, runId));
      await tx.db
        .update(campaigns)
        .set({ launchedAt: campaign.launchedAt ?? ctx.now, error: null })
        .where(eq(campaigns.id, campaign.id));
    },
  );
  crashpoint('evaluate.after');
  return made?.slices ?? null;
}

async function writePeople(tx: TxCtx, campaign: CampaignRow, runId: string): Promise<number> {
  const { audiences, channels } = await checkReady(tx, campaign);
  const where = await filterWhere(tx, readFilter(combinedFilter(audiences)).filter);
  const [made] = await tx.db.execute<{ n: number }>(sql`
    with people as materialized (
      select c.id, ${channelOf(channels.map((each) => each.channel))} as channel
      from contacts c
      where c.org_id = ${tx.orgId} and (${where})
        ${campaign.oncePerPerson ? sql`and not ${receivedBefore(campaign.id)}` : sql``}
    ), written as (
      insert into campaign_recipients (org_id, run_id, contact_id, channel, slice)
      select ${tx.orgId}::uuid, ${runId}::uuid, id, channel,
             (row_number() over (partition by channel order by md5(id::text), id) - 1) / ${limits.recipientsPerSend}::int
      from people
      returning 1
    )
    select count(*)::int as n from written`);
  const people = made?.n ?? 0;
  if (people >= ANALYZE_FROM) await tx.db.execute(sql`analyze campaign_recipients`);
  return people;
}
