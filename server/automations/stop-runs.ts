import { sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { endRuns } from './end-run';
import { findAutomation } from './find-automation';

/**
 * Stops people under way: one run, those on a version, or all. What they did stays done; a message that is being sent is not called back.
 * @throws AppError not_found (automation, or the run in it)
 */
export async function stopRuns(
  ctx: Ctx,
  input: { id: string; runId?: string | undefined; version?: number | undefined },
): Promise<{ stopped: number }> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    await findAutomation(tx, input.id);
    const rows = await db.execute<{ id: string; status: string }>(sql`
      select r.id, r.status from automation_runs r join automation_versions v on v.id = r.version_id
      where r.org_id = ${ctx.orgId}::uuid and r.automation_id = ${input.id}::uuid
        and ${input.runId ? sql`r.id = ${input.runId}::uuid` : sql`r.status = 'active'`}
        and ${input.version === undefined ? sql`true` : sql`v.version = ${input.version}::int`}`);
    if (input.runId && !rows.length) throw notFound('run');
    const stopped = await endRuns(
      tx,
      rows.map((row) => row.id),
      { status: 'stopped', reason: 'by_owner' },
    );
    const target = input.runId ? encodeId('automationRun', input.runId) : encodeId('automation', input.id);
    await audit(db, ctx, 'automation.runs_stopped', target, { stopped });
    return { stopped };
  });
}
