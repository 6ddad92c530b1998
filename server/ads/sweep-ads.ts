import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { newRequestId, type OrgId } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adSyncs } from '@/server/db/schema/ads';
import { enqueue } from '@/server/jobs/outbox';
import { AdsError } from './ads-error';
import type { AdsWorld } from './ads-world';
import { askBatches } from './ask-batches';
import { adsSync } from './events';
import { findAdAudience } from './find';
import { wakeAudiences } from './wake';

/** Requests asked about in one sweep. */
const ASKED = 20;

/**
 * What a lost wake, a lost run or a slow platform left behind: touched people nobody looks at, marks that no sync carries out, open syncs
 * without a sign of life for a quarter of an hour, and requests that the platform still owes an answer for after their sync ended.
 */
export async function sweepAds(open: () => AdsWorld): Promise<{ woken: number; driven: number; asked: number }> {
  const world = open();
  const woken = await transact(world.db, async (tx) => {
    await tx.execute(sql`update ad_audiences set sync_due_at = null where sync_due_at < now() - interval '2 minutes'`);
    const rows = await tx.execute<{ id: string }>(sql`
      select a.id from ad_audiences a join ad_accounts c on c.id = a.account_id and c.status = 'connected'
       where a.keep_in_sync and a.sync_due_at is null
         and not exists (select from ad_syncs s where s.ad_audience_id = a.id and s.status in ('running', 'waiting'))
         and (exists (select from ad_touched t where t.ad_audience_id = a.id)
              or exists (select from ad_members m where m.ad_audience_id = a.id and m.state in ('to_add', 'to_remove'))
                 and not exists (select from ad_syncs s where s.ad_audience_id = a.id and s.created_at > now() - interval '15 minutes'))`);
    await wakeAudiences(
      tx,
      rows.map((row) => row.id),
    );
    return rows.length;
  });
  const driven = await transact(world.db, async (tx) => {
    const rows = await tx.execute<{ id: string; org_id: string; ad_audience_id: string; account_id: string }>(sql`
      select s.id, s.org_id, s.ad_audience_id, a.account_id
        from ad_syncs s join ad_audiences a on a.id = s.ad_audience_id
       where s.status in ('running', 'waiting')
         and greatest(s.created_at, s.prepared_at, s.waiting_until,
                      (select max(greatest(b.created_at, b.finished_at, b.ask_at)) from ad_batches b where b.sync_id = s.id)) < now() - interval '15 minutes'`);
    for (const { id, ...row } of rows) await enqueue(tx, adsSync({ ...row, sync_id: id, round: 0 }, `-again-${uuidv7()}`));
    return rows.length;
  });
  return { woken, driven, asked: await askLate(world) };
}

async function askLate(world: AdsWorld): Promise<number> {
  const rows = await world.db.execute<{ org_id: string; sync_id: string; ad_audience_id: string }>(sql`
    select distinct on (b.ad_audience_id) b.org_id, b.sync_id, b.ad_audience_id
      from ad_batches b join ad_syncs s on s.id = b.sync_id and s.status not in ('running', 'waiting')
     where b.status = 'processing' and b.ask_at <= now()
       and not exists (select from ad_syncs o where o.ad_audience_id = b.ad_audience_id and o.status in ('running', 'waiting'))
     order by b.ad_audience_id, b.ask_at limit ${ASKED}`);
  for (const row of rows) {
    const orgId = row.org_id as OrgId;
    const ctx = { orgId, actor: { type: 'job' as const, id: 'ads-sweep' }, db: world.db, now: new Date(), requestId: newRequestId() };
    const [sync] = await world.db
      .select()
      .from(adSyncs)
      .where(and(eq(adSyncs.orgId, orgId), eq(adSyncs.id, row.sync_id)));
    if (!sync) continue;
    try {
      await askBatches(world, { ...ctx, sync, ...(await findAdAudience(ctx, row.ad_audience_id)) });
    } catch (error) {
      if (!(error instanceof AdsError)) throw error;
      // The account shows what is wrong with it; until that is mended the platform is asked less and less.
      await world.db.execute(sql`
        update ad_batches set ask_at = now() + interval '10 minutes' where ad_audience_id = ${row.ad_audience_id}::uuid and status = 'processing'`);
    }
  }
  return rows.length;
}
