import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { currentVersion, findAutomation } from './find-automation';
import { listen } from './listen';
import { loadVersion } from './load-version';
import { wakeRuns } from './wake-runs';

type Moved = { moved: number; left: number };

/**
 * Moves people under way on older versions to the current one, each to the step of the same id. Who waits keeps the time of that wait when
 * it is of the same type; else the step begins anew. Whose step is gone stays on their version (`left`).
 * @throws AppError not_found
 */
export async function moveRuns(ctx: Ctx, input: { id: string; from?: number | undefined }): Promise<Moved> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    await findAutomation(tx, input.id);
    // Whoever is under way is held first, then the automation: the order of their drivers. A webhook's answer or an event that moves one on
    // waits from here; else it would get to a step between the statements below, and keep the phase of another type of step.
    await db.execute(sql`
      with held as (select from automation_runs where automation_id = ${input.id}::uuid and status = 'active' order by id for update)
      select count(*) from held`);
    const automation = await findAutomation(tx, input.id, true);
    const current = await currentVersion(tx, automation);
    const groups = await db.execute<{ version_id: string; step_id: string; n: number }>(sql`
      select r.version_id, r.step_id, count(*)::int as n
      from automation_runs r join automation_versions v on v.id = r.version_id
      where r.automation_id = ${input.id}::uuid and r.status = 'active' and r.version_id <> ${current.id}::uuid
        and ${input.from === undefined ? sql`true` : sql`v.version = ${input.from}::int`}
      group by 1, 2`);
    const result: Moved = { moved: 0, left: 0 };
    for (const group of groups) {
      const to = current.places.get(group.step_id)?.step;
      if (!to) {
        result.left += group.n;
        continue;
      }
      const from = (await loadVersion(tx, group.version_id)).places.get(group.step_id)?.step;
      const same = from?.type === to.type;
      const where = sql`r.automation_id = ${input.id}::uuid and r.status = 'active' and r.version_id = ${group.version_id}::uuid and r.step_id = ${group.step_id}`;
      if (!same) {
        await db.execute(sql`
          update automation_run_steps s set status = 'done', due_at = null, ended_at = clock_timestamp(), result = s.result || '{"ended_by":"moved"}'
          from automation_runs r where s.run_id = r.id and s.step_id = r.step_id and s.visit = r.visit and s.status in ('running', 'waiting') and ${where}`);
        await db.execute(sql`
          update automation_runs r set phase = 0, due_at = clock_timestamp(),
            visit = 1 + (select count(*) from automation_run_steps s where s.run_id = r.id and s.step_id = r.step_id)
          where ${where}`);
        await wakeRuns(tx, where);
      }
      const moved = await db.execute(sql`
        update automation_runs r set version_id = ${current.id}::uuid, updated_at = now() where ${where} returning 1`);
      result.moved += moved.length;
    }
    await listen(tx, automation.id, automation.status === 'draft' ? null : current);
    await audit(db, ctx, 'automation.runs_moved', encodeId('automation', input.id), { ...result, version: automation.version });
    return result;
  });
}
