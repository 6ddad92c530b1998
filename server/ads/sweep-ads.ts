import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { transact } from '@/server/db/retry';
import { enqueue } from '@/server/jobs/outbox';
import type { AdsWorld } from './ads-world';
import { adsSync } from './events';
import { wakeAudiences } from './wake';

/**
 * What a lost wake or a lost run left behind: touched people nobody looks at, marks that no sync carries out, and open syncs without a sign
 * of life for a quarter of an hour.
 */
export async function sweepAds(world: Pick<AdsWorld, 'db'>): Promise<{ woken: number; driven: number }> {
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
  return { woken, driven };
}
