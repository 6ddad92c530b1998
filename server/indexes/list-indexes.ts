import { and, desc, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { FilterIndex } from '@/contracts/filter-index';
import type { Ctx } from '@/server/context';
import { filterIndexes } from '@/server/db/schema/indexes';
import { toIndex } from './to-index';

/** Every index that the organization asked for, newest first; there are eight at most. */
export async function listIndexes(ctx: Ctx): Promise<FilterIndex[]> {
  const rows = await ctx.db.select().from(filterIndexes).where(eq(filterIndexes.orgId, ctx.orgId)).orderBy(desc(filterIndexes.id));
  return rows.map(toIndex);
}

/** @throws 404 */
export async function getIndex(ctx: Ctx, id: string): Promise<FilterIndex> {
  const [row] = await ctx.db
    .select()
    .from(filterIndexes)
    .where(and(eq(filterIndexes.orgId, ctx.orgId), eq(filterIndexes.id, id)));
  if (!row) throw notFound('index');
  return toIndex(row);
}
