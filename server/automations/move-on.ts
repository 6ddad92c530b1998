import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { automationRun } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { endRuns } from './end-run';

type Move = {
  runId: string;
  /** The next step; null: the end. */
  to: string | null;
  result: Record<string, unknown>;
  /** The step failed, and the run goes on all the same. */
  error?: string;
  /** Nobody is driving the run at this moment: a new driver is sent for it, the old one's epoch is over. */
  wake?: boolean;
};

/** Closes the step at which a run is. @param error it failed */
export async function closeStep(tx: Pick<Ctx, 'db'>, runId: string, result: Record<string, unknown>, error?: string): Promise<void> {
  await tx.db.execute(sql`
    update automation_run_steps s
    set status = ${error === undefined ? 'done' : 'failed'}, error = ${error ?? null}::text, due_at = null, ended_at = clock_timestamp(),
        result = s.result || ${JSON.stringify(result)}::jsonb
    from automation_runs r
    where r.id = ${runId}::uuid and s.run_id = r.id and s.step_id = r.step_id and s.visit = r.visit and s.status in ('running', 'waiting')`);
}

/** Closes the step at which a run is and goes to the next, or to the end, in the caller's transaction, which holds the run's row. */
export async function moveOn(tx: Pick<Ctx, 'db' | 'orgId'>, { runId, to, result, error, wake }: Move): Promise<void> {
  await closeStep(tx, runId, result, error);
  if (to === null) {
    await endRuns(tx, [runId], { status: 'completed', reason: null });
    return;
  }
  const [row] = await tx.db.execute<{ epoch: number }>(sql`
    update automation_runs r
    set step_id = ${to}, phase = 0, restarts = 0, due_at = clock_timestamp(), epoch = epoch + ${wake ? 1 : 0}::int, updated_at = clock_timestamp(),
        visit = 1 + (select count(*) from automation_run_steps s where s.run_id = r.id and s.step_id = ${to})
    where r.id = ${runId}::uuid
    returning epoch`);
  if (wake && row) await enqueue(tx.db, automationRun({ org_id: tx.orgId, run_id: runId, epoch: row.epoch }));
}
