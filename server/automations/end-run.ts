import { sql } from 'drizzle-orm';
import type { RunStatus } from '@/contracts/automation';
import type { Ctx } from '@/server/context';

type Ending = { status: Exclude<RunStatus, 'active'>; reason: string | null; error?: string };

/**
 * Ends runs that are under way, in the caller's transaction; the others stay as they ended. Whoever drives one finds another epoch and
 * stops. A step that was waiting is closed with it. Answers how many ended.
 */
export async function endRuns(tx: Pick<Ctx, 'db' | 'orgId'>, ids: readonly string[], { status, reason, error }: Ending): Promise<number> {
  if (!ids.length) return 0;
  const [row] = await tx.db.execute<{ n: number }>(sql`
    with ended as (
      update automation_runs
      set status = ${status}, reason = ${reason}::text, error = ${error ?? null}::text, due_at = null, epoch = epoch + 1, parked = false,
          ended_at = clock_timestamp(), updated_at = clock_timestamp()
      where org_id = ${tx.orgId}::uuid and status = 'active'
        and id in (select i::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) i)
      returning id, automation_id, contact_id, is_test
    ),
    counted as (
      update automation_entries e set active = greatest(e.active - d.n, 0)
      from (select automation_id, contact_id, count(*) as n from ended where not is_test group by 1, 2) d
      where e.automation_id = d.automation_id and e.contact_id = d.contact_id
    ),
    closed as (
      update automation_run_steps s
      set status = 'done', due_at = null, ended_at = clock_timestamp(), result = s.result || jsonb_build_object('ended_by', ${reason ?? status}::text)
      from ended where s.run_id = ended.id and s.status in ('running', 'waiting')
    )
    select count(*)::int as n from ended`);
  return row?.n ?? 0;
}
