import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { filterIndexes } from '@/server/db/schema/indexes';
import { indexWanted } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';

/** Takes an index away, in the background; filters stop counting on it at once. `why` goes into the audit log. @throws 404 */
export async function dropIndex(ctx: Ctx, id: string, why = 'asked for'): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const [row] = await tx
      .update(filterIndexes)
      .set({ status: 'dropping' })
      .where(and(eq(filterIndexes.orgId, ctx.orgId), eq(filterIndexes.id, id)))
      .returning();
    if (!row) throw notFound('index');
    await audit(tx, ctx, 'index.dropped', encodeId('filterIndex', id), { field: row.field, why });
    await enqueue(tx, indexWanted({ org_id: ctx.orgId, index_id: id, wanted: 'gone' }, ctx.requestId));
  });
}
