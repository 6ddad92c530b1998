import type { SQL } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { scanForm } from '@/server/filter/compile';
import { always } from '@/server/filter/values';
import { planOf } from './plan';
import { listRows } from './sample';

/** The share of the list from which reading every row is quicker than an index, whose bitmap must be asked of each row again. */
const scanShare = 1 / 3;

/** The form of a predicate to count with: what an index answers when it selects little of the list, else what is quickest row by row. */
export async function quickestForm(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<SQL> {
  if (where === always) return where;
  const { rows } = await planOf(ctx, where);
  return rows > scanShare * (await listRows(ctx)) ? scanForm(where) : where;
}
