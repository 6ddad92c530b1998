import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { lockTotals } from './fold-deltas';
import { byAudienceDay, byDay, fromLedger } from './spread';

/**
 * Computes an organization's totals again from the ledger; `checkTotals` says beforehand where they differ: nowhere, unless rows were
 * changed by hand or people were erased (their events lose the person, so past audiences no longer count them). Intake goes on meanwhile:
 * what it commits after this snapshot stays in `report_deltas`. @param ctx its `db` is a transaction of REPEATABLE READ
 */
export async function rebuildTotals({ db, orgId }: Pick<Ctx, 'db' | 'orgId'>): Promise<void> {
  await lockTotals(db, orgId);
  await db.execute(sql`set local work_mem = '256MB'`);
  for (const table of [sql`report_deltas`, sql`report_days`, sql`report_audience_days`])
    await db.execute(sql`delete from ${table} where org_id = ${orgId}::uuid`);
  await db.execute(sql`create temp table ledger on commit drop as ${fromLedger(orgId)}`);
  const ledger = sql`select * from ledger`;
  await db.execute(sql`
    insert into report_days (org_id, basis, day, send_id, variant, channel, type, events, firsts, bots, opens_tracked, clicks_tracked, bot_firsts) ${byDay(ledger)}`);
  await db.execute(sql`
    insert into report_audience_days (org_id, basis, day, audience_id, channel, type, events, firsts, bots, opens_tracked, clicks_tracked, bot_firsts) ${byAudienceDay(ledger)}`);
}
