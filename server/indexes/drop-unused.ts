import { eq } from 'drizzle-orm';
import { jobContext } from '@/server/auth/job-context';
import type { Database } from '@/server/db/client';
import { filterIndexes } from '@/server/db/schema/indexes';
import { usage } from './build-index';
import { dropIndex } from './drop-index';

const UNUSED_MS = 30 * 24 * 60 * 60_000;

/** Each night: notes which indexes were used since, and takes away those that no filter used for 30 days. Returns how many. */
export async function dropUnused(db: Database, now: Date, runId: string): Promise<number> {
  const rows = await db.select().from(filterIndexes).where(eq(filterIndexes.status, 'ready'));
  let dropped = 0;
  for (const row of rows) {
    const { scans, sizeBytes } = await usage(db, row.name);
    // Statistics begin anew after a crash of the server: fewer scans than last time is use, too.
    const used = scans !== row.scans;
    const usedAt = used ? now : (row.usedAt ?? now);
    await db.update(filterIndexes).set({ scans, sizeBytes, usedAt }).where(eq(filterIndexes.id, row.id));
    if (now.getTime() - usedAt.getTime() < UNUSED_MS) continue;
    await dropIndex(jobContext(db, row.orgId, runId, now), row.id, 'no filter used it for 30 days');
    dropped++;
  }
  return dropped;
}
