import { and, eq, sql } from 'drizzle-orm';
import { newRequestId, type OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { adSyncs } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import type { AdsWorld } from './ads-world';
import { askBatches } from './ask-batches';
import { findAdAudience } from './find';

/** Requests asked about in one sweep. */
const ASKED = 20;

export type Late = { org_id: string; sync_id: string; ad_audience_id: string };

/** Requests that the platform still owes an answer for after their sync ended: one of each audience, the longest waiting first. */
export async function lateBatches(db: Executor): Promise<Late[]> {
  const rows = await db.execute<Late>(sql`
    select distinct on (b.ad_audience_id) b.org_id, b.sync_id, b.ad_audience_id
      from ad_batches b join ad_syncs s on s.id = b.sync_id and s.status not in ('running', 'waiting')
     where b.status = 'processing' and b.ask_at <= now()
       and not exists (select from ad_syncs o where o.ad_audience_id = b.ad_audience_id and o.status in ('running', 'waiting'))
     order by b.ad_audience_id, b.ask_at limit ${ASKED}`);
  return [...rows];
}

/** Asks about one of them. What is wrong with the account shows on it; until that is mended the platform is asked less. */
export async function askLate(world: AdsWorld, late: { orgId: OrgId; syncId: string; adAudienceId: string }): Promise<void> {
  const ctx = {
    orgId: late.orgId,
    actor: { type: 'job' as const, id: 'ads-sweep' },
    db: world.db,
    now: new Date(),
    requestId: newRequestId(),
  };
  const [sync] = await world.db
    .select()
    .from(adSyncs)
    .where(and(eq(adSyncs.orgId, late.orgId), eq(adSyncs.id, late.syncId)));
  if (!sync) return;
  try {
    await askBatches(world, { ...ctx, sync, ...(await findAdAudience(ctx, late.adAudienceId)) });
  } catch (error) {
    if (!(error instanceof AdsError)) throw error;
    await world.db.execute(sql`
      update ad_batches set ask_at = now() + interval '10 minutes' where ad_audience_id = ${late.adAudienceId}::uuid and status = 'processing'`);
  }
}
