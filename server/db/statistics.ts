import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { explain } from './explain';

/** Rows from which a plan made for next to none of them hurts. */
const MANY = 1_000;
/** Rows that came by a call which may be one of many: one that brings fewer pays nothing. */
const SOME = 100;
/** What the planner expects of a value that it has never seen. */
const NONE = 5;

/**
 * Lets the planner hear of an organization or audience that was just filled, if it knows nothing of it: autovacuum's next round comes when a
 * tenth of the whole table is new. Until then it takes both for one row, and compares every contact with every member: 12 s for 10,000.
 * @param came rows that the call brought @param audienceId raw uuid of the list they were added to
 */
export async function learnFilled(ctx: Pick<Ctx, 'db' | 'orgId'>, came: number, audienceId?: string): Promise<void> {
  if (came < SOME) return;
  const rows = [sql`contacts where org_id = ${ctx.orgId}`];
  if (audienceId) rows.push(sql`audience_members where audience_id = ${audienceId}`);
  for (const from of rows) {
    if (!(await isNews(ctx, from))) continue;
    await ctx.db.execute(sql`analyze contacts (org_id, email, phone), audience_members`);
    return;
  }
}

async function isNews(ctx: Pick<Ctx, 'db'>, from: SQL): Promise<boolean> {
  const plan = await explain(ctx, sql`select from ${from}`);
  if (plan['Plan Rows'] > NONE) return false;
  const [found] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from (select from ${from} limit ${MANY}) x`);
  return found?.n === MANY;
}
