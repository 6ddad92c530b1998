import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';
import { adSyncs } from '@/server/db/schema/ads';
import type { SyncRow } from './find';

type Input = { orgId: string; adAudienceId: string; kind: SyncRow['kind']; createdBy: string };

/** Opens a sync. Null when one is open already: it takes what was touched along. */
export async function beginSync(tx: Executor, { orgId, adAudienceId, kind, createdBy }: Input): Promise<SyncRow | null> {
  const [row] = await tx
    .insert(adSyncs)
    .values({ orgId, adAudienceId, kind, createdBy })
    .onConflictDoNothing({ target: adSyncs.adAudienceId, where: sql`status in ('running', 'waiting')` })
    .returning();
  return row ?? null;
}
