import { sql } from 'drizzle-orm';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';

/**
 * From the next evaluation on, who enters or leaves the audience is noticed, for `watcher` (`history`, `automation:<uuid>`, `ads:<uuid>`).
 * In the caller's transaction; a repeated call changes nothing. Those who are inside then begin a stay by `watch`, which is no change.
 * @throws 404 when the organization has no audience with that uuid
 */
export async function watchAudience(tx: Ctx, audienceId: string, watcher: string): Promise<void> {
  await findAudience(tx, audienceId, true);
  await tx.db.execute(sql`insert into change_readers (org_id) values (${tx.orgId}) on conflict do nothing`);
  await holdReader(tx);
  await tx.db.execute(sql`
    insert into audience_watches (org_id, audience_id, watcher) values (${tx.orgId}, ${audienceId}, ${watcher}) on conflict do nothing`);
  await tx.db.execute(sql`
    insert into watched_audiences (org_id, audience_id, stale_cause) values (${tx.orgId}, ${audienceId}, 'watch') on conflict do nothing`);
  await tx.db.execute(sql`select pg_notify('contact_changes', ${tx.orgId})`);
}

/**
 * The reverse, also idempotent. With its last watcher an audience is no longer followed: the stays under way end by `unwatch`, which is no
 * change either. What was recorded stays.
 */
export async function unwatchAudience(tx: Ctx, audienceId: string, watcher: string): Promise<void> {
  await holdReader(tx);
  await tx.db.execute(sql`
    delete from audience_watches where org_id = ${tx.orgId} and audience_id = ${audienceId} and watcher = ${watcher}`);
  const ended = await tx.db.execute(sql`
    delete from watched_audiences w where w.org_id = ${tx.orgId} and w.audience_id = ${audienceId}
      and not exists (select from audience_watches o where o.audience_id = w.audience_id) returning 1`);
  if (!ended.length) return;
  const at = sql`(select greatest(now(), followed_at) from change_readers where org_id = ${tx.orgId})`;
  await tx.db.execute(sql`
    update audience_stays set left_at = ${at}, left_by = 'unwatch' where audience_id = ${audienceId} and left_at is null`);
  await tx.db.execute(sql`update watch_periods set ended_at = ${at} where audience_id = ${audienceId} and ended_at is null`);
}

/**
 * Waits for the round under way. Written, not only locked: a round that took its snapshot before this commits then has to begin anew,
 * and cannot go on with an audience that is no longer watched.
 */
async function holdReader(tx: Ctx): Promise<void> {
  await tx.db.execute(sql`update change_readers set snapshot = snapshot where org_id = ${tx.orgId}`);
}
