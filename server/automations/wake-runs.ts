import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { AUTOMATION_RUN } from '@/server/jobs/events';

/** Sends a new driver for each run under way that satisfies `where` (over `automation_runs r`); the old ones are out of date. Answers how many. */
export async function wakeRuns(tx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<number> {
  const [row] = await tx.db.execute<{ n: number }>(sql`
    with woken as (
      update automation_runs r set epoch = epoch + 1, parked = false, updated_at = clock_timestamp()
      where r.org_id = ${tx.orgId}::uuid and r.status = 'active' and (${where})
      returning id, epoch
    ),
    told as (
      insert into outbox (event_id, name, data)
      select 'automation-run-' || id || '-' || epoch, ${AUTOMATION_RUN}, jsonb_build_object('org_id', ${tx.orgId}::text, 'run_id', id, 'epoch', epoch)
      from woken
    )
    select count(*)::int as n from woken`);
  return row?.n ?? 0;
}
