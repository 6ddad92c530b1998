import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { sqlState } from '@/server/db/retry';
import type { Change } from '@/server/membership/on-change';
import { wakeAudiences } from './wake';

/**
 * Members who entered or left a mapped audience are marked to be looked at again, in the transaction of the change, and its sync is woken.
 * The mark is what counts: a wake that another transaction got in the way of is made up for by the sweep.
 */
export async function onMembership(tx: Ctx, changes: Change[]): Promise<void> {
  const pairs = JSON.stringify(changes.map((change) => ({ audience_id: change.audienceId, contact_id: change.contactId })));
  const rows = await tx.db.execute<{ id: string }>(sql`
    with touched as (
      insert into ad_touched (org_id, ad_audience_id, contact_id)
      select a.org_id, a.id, p.contact_id
        from jsonb_to_recordset(${pairs}::jsonb) as p(audience_id uuid, contact_id uuid)
        join ad_audiences a on a.org_id = ${tx.orgId}::uuid and a.audience_id = p.audience_id
        join audience_watches w on w.audience_id = a.audience_id and w.watcher = 'ads:' || a.id
      returning ad_audience_id)
    select distinct ad_audience_id as id from touched`);
  if (!rows.length) return;
  await tx.db
    .transaction((inner) =>
      wakeAudiences(
        inner as unknown as Ctx['db'],
        rows.map((row) => row.id),
      ),
    )
    .catch((error) => {
      if (sqlState(error) !== '40001') throw error;
    });
}
