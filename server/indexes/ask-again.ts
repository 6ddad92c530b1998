import { inArray } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { filterIndexes } from '@/server/db/schema/indexes';
import { indexWanted } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';

/**
 * Each night: asks once more for what is still to be built or dropped, in case the job was lost (another executor, a database that was away
 * for hours). Harmless where it is under way: jobs come one after the other, and a second one finds nothing to do. Returns how many.
 */
export const askAgain = (db: Database, runId: string): Promise<number> =>
  transact(db, async (tx) => {
    const rows = await tx
      .select()
      .from(filterIndexes)
      .where(inArray(filterIndexes.status, ['building', 'dropping']));
    await enqueue(
      tx,
      ...rows.map(({ id, orgId, status }) =>
        indexWanted({ org_id: orgId, index_id: id, wanted: status === 'building' ? 'built' : 'gone' }, runId),
      ),
    );
    return rows.length;
  });
