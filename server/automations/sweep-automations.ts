import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { endRuns } from './end-run';
import type { Prove } from './start-scheduled';
import { wakeRuns } from './wake-runs';

/** Each time at the same step is waited for five minutes longer: a queue that is only long is given 19 hours. */
const MOST_RESTARTS = 20;

/**
 * What nobody else comes back for, once a minute: runs overdue for five minutes, whose driver was lost (another executor, an emptied
 * queue, a function that gave up). The rows are the truth, so one driver too many does nothing twice. A run that never gets further
 * ends as failed; a send that was marked finished while a message was appended is set going again.
 */
export async function sweepAutomations(db: Database, prove: Prove): Promise<{ restarted: number; failed: number }> {
  const lost = await db.execute<{ org_id: string; id: string; restarts: number }>(sql`
    update automation_runs set restarts = restarts + 1, updated_at = now()
    where id in (
      select id from automation_runs
      where status = 'active' and not parked and due_at < now() - interval '5 minutes'
        and updated_at < now() - (restarts + 1) * interval '5 minutes'
      order by due_at limit 1000 for update skip locked)
    returning org_id, id, restarts`);
  let failed = 0;
  for (const run of lost) {
    const tx = { db, orgId: prove(run.org_id) };
    if (run.restarts <= MOST_RESTARTS) await wakeRuns(tx, sql`r.id = ${run.id}::uuid`);
    else {
      const error = 'the step could not be taken, many times over: see the log of the worker';
      failed += await endRuns(tx, [run.id], { status: 'failed', reason: 'gave_up', error });
    }
  }
  await db.execute(sql`
    update sends s set status = 'sending', finished_at = null
    where s.origin like 'automation:%' and s.status = 'finished' and s.finished_at > now() - interval '1 hour'
      and exists (select from messages m where m.send_id = s.id and m.status in ('scheduled', 'claimed', 'sending'))`);
  return { restarted: lost.length - failed, failed };
}
