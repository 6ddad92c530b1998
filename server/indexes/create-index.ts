import { and, count, desc, eq, ne } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { FilterIndex, FilterIndexInput } from '@/contracts/filter-index';
import { encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { readFilter } from '@/server/audiences/read-filter';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { filterIndexes, slowFilters } from '@/server/db/schema/indexes';
import { indexWanted } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { candidates } from './candidates';
import { requireIndexField } from './index-field';
import { toIndex } from './to-index';

/** Each index must pay for what it costs an import (DESIGN, section 3): an organization has a handful. */
const MOST = 8;

/**
 * Asks for an index on a field of the organization's contacts. It is built in the background without holding up a write; until it is
 * ready, filters are answered as before. Asking again for one that failed tries again; for one that is there answers it.
 * @throws 422 at `field` for what cannot be indexed; 409 when there are eight
 */
export async function createIndex(ctx: Ctx, input: FilterIndexInput): Promise<FilterIndex> {
  const field = requireIndexField(input.field);
  if (input.filter) readFilter(input.filter);
  return transact(ctx.db, async (tx) => {
    const mine = eq(filterIndexes.orgId, ctx.orgId);
    const [there] = await tx
      .select()
      .from(filterIndexes)
      .where(and(mine, eq(filterIndexes.field, field.name)))
      .for('update');
    if (there && there.status !== 'failed') return toIndex(there);
    const [others] = await tx
      .select({ n: count() })
      .from(filterIndexes)
      .where(and(mine, ne(filterIndexes.field, field.name)));
    if ((others?.n ?? 0) >= MOST)
      throw new AppError('conflict', `There are ${MOST} indexes already; each makes imports slower. Drop one first.`);
    const filter = input.filter ??
      (await slowestWith({ ...ctx, db: tx }, field.name)) ?? { datatype: 'contact', where: { [field.name]: { $exists: true } } };
    const fresh = {
      status: 'building' as const,
      error: null,
      filter,
      planBefore: null,
      planAfter: null,
      msBefore: null,
      msAfter: null,
      createdAt: ctx.now,
    };
    const name = `contacts_f_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
    const [row] = await tx
      .insert(filterIndexes)
      .values({ orgId: ctx.orgId, field: field.name, name, ...fresh })
      .onConflictDoUpdate({ target: [filterIndexes.orgId, filterIndexes.field], set: fresh })
      .returning();
    if (!row) throw new Error('the index was not written');
    await audit(tx, ctx, 'index.requested', encodeId('filterIndex', row.id), { field: field.name });
    await enqueue(tx, indexWanted({ org_id: ctx.orgId, index_id: row.id, wanted: 'built' }, ctx.requestId));
    return toIndex(row);
  });
}

/** The slowest filter seen that an index on the field could help. */
async function slowestWith(ctx: Ctx, name: string): Promise<Filter | undefined> {
  const rows = await ctx.db
    .select({ filter: slowFilters.filter })
    .from(slowFilters)
    .where(eq(slowFilters.orgId, ctx.orgId))
    .orderBy(desc(slowFilters.maxMs))
    .limit(50);
  const filters = rows.map((row) => row.filter as Filter);
  return filters.find((filter) => candidates(readFilter(filter).filter).some((c) => c.field.name === name));
}
