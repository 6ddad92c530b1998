import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';

export type PlanNode = { 'Node Type': string; 'Total Cost': number; 'Plan Rows': number; Plans?: PlanNode[] };

/** What the planner would do for a query; nothing is run. About 0.6 ms. */
export async function explain(ctx: Pick<Ctx, 'db'>, query: SQL): Promise<PlanNode> {
  const [row] = await ctx.db.execute<{ 'QUERY PLAN': string | [{ Plan: PlanNode }] }>(sql`explain (format json) ${query}`);
  const cell = row?.['QUERY PLAN'];
  const plan: PlanNode | undefined = (typeof cell === 'string' ? JSON.parse(cell) : cell)?.[0]?.Plan;
  if (!plan) throw new Error('EXPLAIN gave no plan');
  return plan;
}
