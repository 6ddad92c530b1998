import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { pauseSends } from '@/server/sends/pause-send';
import { launchedBy } from './launched-by';
import { openRun } from './open-run';

/** A run that cannot be launched: its campaign pauses and says why. Resuming tries again. */
export async function failRun(db: Database, ctx: Omit<Ctx, 'db'>, runId: string, reason: string): Promise<void> {
  await transact(db, async (executor) => {
    const tx = { ...ctx, db: executor };
    const open = await openRun(tx, runId);
    if (!open) return;
    await executor.update(campaignRuns).set({ status: 'failed', error: reason }).where(eq(campaignRuns.id, runId));
    await executor
      .update(campaigns)
      .set({ status: 'paused', pausedAt: ctx.now, error: reason, revision: open.campaign.revision + 1 })
      .where(eq(campaigns.id, open.campaign.id));
    await pauseSends(tx, launchedBy(open.campaign.id));
    await audit(executor, ctx, 'campaign.failed', encodeId('campaign', open.campaign.id), {
      run_id: encodeId('campaignRun', runId),
      reason,
    });
  });
}
