import { and, eq, sql } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import type { Database, Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { campaignRuns } from '@/server/db/schema/campaigns';
import { type CampaignRow, findCampaign } from './find-campaign';

export type RunRow = typeof campaignRuns.$inferSelect;
type Open = { run: RunRow; campaign: CampaignRow };

/**
 * A run that is being launched, with its campaign, both locked (the campaign first, as everywhere). Null when it must not go on: it was
 * launched, or the campaign is paused or cancelled.
 */
export const openRun = (ctx: TxCtx, runId: string): Promise<Open | null> => readRun(ctx, runId, true);

async function readRun(ctx: TxCtx, runId: string, lock: boolean): Promise<Open | null> {
  const own = and(eq(campaignRuns.orgId, ctx.orgId), eq(campaignRuns.id, runId));
  const [found] = await ctx.db.select({ campaignId: campaignRuns.campaignId }).from(campaignRuns).where(own);
  if (!found) return null;
  const campaign = await findCampaign(ctx, found.campaignId, lock);
  const query = ctx.db.select().from(campaignRuns).where(own);
  const [run] = await (lock ? query.for('no key update') : query);
  return run?.status === 'launching' && campaign.status === 'running' ? { run, campaign } : null;
}

/** Undoes what was done for a run that must not go on. */
class Stopped extends Error {}

/**
 * Long work on a run that is being launched, in one transaction: one worker at a time, yet with nothing locked that a pause or a
 * cancellation needs, so that these take no longer than for any campaign. `finish` has both rows locked; where the run was stopped, or
 * begun again, before that, nothing of the work remains.
 * @returns null when the run must not go on
 */
export async function whileOpen<T>(
  db: Database,
  ctx: Omit<TxCtx, 'db'>,
  runId: string,
  work: (tx: TxCtx, open: Open) => Promise<T>,
  finish: (tx: TxCtx, open: Open, made: T) => Promise<unknown> = async () => {},
): Promise<T | null> {
  const attempt = async (executor: Executor) => {
    const tx = { ...ctx, db: executor };
    await executor.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`campaign run ${runId}`}, 0))`);
    const open = await readRun(tx, runId, false);
    if (!open) return null;
    const made = await work(tx, open);
    const still = await openRun(tx, runId);
    if (still?.run.attempt !== open.run.attempt) throw new Stopped();
    await finish(tx, still, made);
    return made;
  };
  return transact(db, attempt).catch((error: unknown) => {
    if (error instanceof Stopped) return null;
    throw error;
  });
}
