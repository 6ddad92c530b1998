import { and, count, desc, eq, ne, sql } from 'drizzle-orm';
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
import { type IndexField, requireIndexField } from './index-field';
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
    // one at a time in an organization: each counts those before it
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`filter indexes:${ctx.orgId}`}, 0))`);
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
    const inTx = { ...ctx, db: tx };
    const filter = input.filter ?? (await slowestWith(inTx, field.name)) ?? (await typicalFilter(inTx, field));
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

/**
 * A filter that an index on the field can answer: for a key of metadata the highest hundredth of its numbers in a sample, for the day of
 * creation the last week; for the other columns there is no value that says more than another.
 */
async function typicalFilter(ctx: Ctx, field: IndexField): Promise<Filter> {
  const filter = (test: Record<string, unknown>) => ({ datatype: 'contact', where: { [field.name]: test } }) as Filter;
  if (field.column === 'created_at') return filter({ $gte: { $now: '-P7D' } });
  if (field.key === null) return filter({ $exists: true });
  const value = sql`c.metadata -> ${field.key}::text`;
  // CASE keeps the order: no cast is made of what is no number, or too large for one
  const number = sql`case when jsonb_typeof(${value}) = 'number' then case when abs((${value})::numeric) < 1e300 then (${value})::float8 end end`;
  const [row] = await ctx.db.execute<{ high: number | null }>(sql`
    select percentile_disc(0.99) within group (order by ${number}) as high from contacts c
    where c.org_id = ${ctx.orgId} and c.bucket < 16`);
  return filter(row?.high == null ? { $exists: true } : { $gte: row.high });
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
