import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { othersForm, scanForm } from '@/server/filter/compile';
import { always } from '@/server/filter/values';
import { planOf } from './plan';
import { listRows } from './sample';

/** The share of the list from which reading every row is quicker than an index, whose bitmap must be asked of each row again. */
const scanShare = 1 / 3;
/** Of those a filter leaves out, under which counting them and the list takes less than reading every row: 0.8 of it at this share. */
const othersShare = 1 / 4;

/** The form of a predicate to count with: what an index answers when it selects little of the list, else what is quickest row by row. */
export async function quickestForm(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<SQL> {
  return where !== always && (await readsList(ctx, where)) ? scanForm(where) : where;
}

/**
 * Whether counting a predicate reads the whole list. If so, it is for the transaction of `ctx.db`: where the list is most of the table,
 * such a scan reads the table and not a bitmap of the whole list, which the planner takes for a dear predicate (it weighs it on the few
 * rows of others, but the tenant is asked first): 1.6× for a `$regex` at a million.
 */
export async function readsList(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<boolean> {
  const [plan, list] = [await planOf(ctx, where), await listRows(ctx)];
  if (!plan.scans && Math.max(plan.rows, plan.marked) <= scanShare * list) return false;
  if (list > (await tableRows(ctx)) / 2) await ctx.db.execute(sql`select set_config('enable_bitmapscan', 'off', true)`);
  return true;
}

/**
 * Whom a filter leaves out, where they are few and an index finds them: to count them and the list, by its own index, takes half of reading
 * every row for "not tagged vip" at a million (0.41 and 0.53 of it, measured twice). Null: count those it selects.
 */
export async function fewOthers(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<SQL | null> {
  const others = othersForm(where);
  if (!others) return null;
  const plan = await planOf(ctx, others);
  return !plan.scans && Math.max(plan.rows, plan.marked) <= othersShare * (await listRows(ctx)) ? others : null;
}

/** As the last ANALYZE had it; -1 before the first. */
async function tableRows(ctx: Pick<Ctx, 'db'>): Promise<number> {
  const [row] = await ctx.db.execute<{ n: number }>(sql`select reltuples::int as n from pg_class where oid = 'contacts'::regclass`);
  return row?.n ?? -1;
}
