import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { checkTotals } from './check-totals';
import { lockTotals } from './fold-deltas';
import { byAudienceDay, byDay, fromLedger } from './spread';

/**
 * Computes an organization's totals again from the ledger and answers in how many of them it differed from what was there: 0, unless rows
 * were changed by hand or people were erased (their events lose the person, so past audiences no longer count them). Intake goes on
 * meanwhile: what it commits after this snapshot stays in `report_deltas`. @param ctx its `db` is REPEATABLE READ
 */
export async function rebuildTotals(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<number> {
  const { db, orgId } = ctx;
  await lockTotals(db, orgId);
  const wrong = (await checkTotals(ctx)).length;
  for (const table of [sql`report_deltas`, sql`report_days`, sql`report_audience_days`])
    await db.execute(sql`delete from ${table} where org_id = ${orgId}::uuid`);
  await db.execute(sql`
    insert into report_days (org_id, basis, day, send_id, variant, channel, type, events, firsts, bots) ${byDay(fromLedger(orgId))}`);
  await db.execute(sql`
    insert into report_audience_days (org_id, basis, day, audience_id, channel, type, events, firsts, bots)
    ${byAudienceDay(fromLedger(orgId))}`);
  return wrong;
}
