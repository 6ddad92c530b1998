import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';

/** What the planner expects of a filter: its cost when the rows are read, and how many contacts. About 0.6 ms; nothing is run. */
export async function planOf(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<{ cost: number; rows: number }> {
  const [row] = await ctx.db.execute<{ 'QUERY PLAN': string | [{ Plan: { 'Total Cost': number; 'Plan Rows': number } }] }>(
    sql`explain (format json) select c.email from contacts c where c.org_id = ${ctx.orgId} and (${where})`,
  );
  const cell = row?.['QUERY PLAN'];
  const plan = (typeof cell === 'string' ? JSON.parse(cell) : cell)?.[0]?.Plan;
  if (!plan) throw new Error('EXPLAIN gave no plan');
  return { cost: plan['Total Cost'], rows: plan['Plan Rows'] };
}
