import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { sends } from '@/server/db/schema/sends';
import { crashpoint } from '@/server/sends/crashpoint';
import { scheduleSend } from '@/server/sends/schedule-send';
import { sendInputOf } from './check-ready';
import type { SlicePart } from './evaluate-run';
import { audiencesOf, byRole, channelsOf } from './find-campaign';
import { whileOpen } from './open-run';
import { combinedFilter } from './people';

/**
 * Launches the ordinary send of one slice of a run, once: what a process died over is rolled back or was committed, and a send there
 * is for (run, channel, slice) is unique. Answers false when the run must not go on.
 */
export async function launchSlice(db: Database, ctx: Omit<Ctx, 'db'>, runId: string, part: SlicePart): Promise<boolean> {
  const launched = await whileOpen(db, ctx, runId, async (tx, { campaign }) => {
    const mine = and(
      eq(sends.campaignRunId, runId),
      eq(sends.channel, part.channel),
      sql`coalesce(${sends.sliceIndex}, 0) = ${part.index}`,
    );
    if ((await tx.db.select({ id: sends.id }).from(sends).where(mine)).length) return true;
    const channel = (await channelsOf(tx, campaign.id)).find((each) => each.channel === part.channel);
    if (!channel) throw new Error(`a slice of ${part.channel}, which the campaign does not use`);
    await scheduleSend(tx, {
      ...sendInputOf(campaign, channel),
      // to record what was sent to; who is in a run was decided by `checkReady`, which misses none
      filter: combinedFilter(byRole(await audiencesOf(tx, campaign.id))),
      origin: `campaign:${campaign.id}`,
      name: campaign.name,
      campaignRunId: runId,
      part: part.of > 1 ? { index: part.index, of: part.of } : undefined,
      among: sql`exists (
        select from campaign_recipients r
        where r.run_id = ${runId}::uuid and r.contact_id = c.id and r.channel = ${part.channel} and r.slice = ${part.index}::int)`,
    });
    crashpoint('slice.before');
    return true;
  });
  crashpoint('slice.after');
  return launched === true;
}
