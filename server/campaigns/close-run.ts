import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { campaignRuns } from '@/server/db/schema/campaigns';
import { clearRecipients } from './clear-recipients';
import { openRun } from './open-run';
import { settleCampaigns } from './settle-campaigns';

/** A run whose sends are all made: the ledger has its people from now on. */
export async function closeRun(db: Database, ctx: Omit<Ctx, 'db'>, runId: string): Promise<void> {
  const closed = await transact(db, async (executor) => {
    const tx = { ...ctx, db: executor };
    const open = await openRun(tx, runId);
    if (!open?.run.evaluatedAt) return null;
    await executor.update(campaignRuns).set({ status: 'running', launchedAt: ctx.now }).where(eq(campaignRuns.id, runId));
    await audit(executor, ctx, 'campaign.occurrence_launched', encodeId('campaign', open.campaign.id), {
      run_id: encodeId('campaignRun', runId),
      people: open.run.people,
    });
    return open.campaign.id;
  });
  if (!closed) return;
  await settleCampaigns(db, closed);
  await clearRecipients(db, runId);
}
