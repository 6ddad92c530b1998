import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { sampleOf } from './sample';

/**
 * Names of events that were recorded, those of the most contacts first, at most 200: seen in the sample of about 2,500 contacts that
 * `listFields` reads, and in the last 5,000 events of the newest contacts, so that the first ones of a large list are not missed.
 */
export async function listEventNames(ctx: Ctx): Promise<string[]> {
  const { where } = await sampleOf(ctx);
  // each name of a contact costs one look into the index, however often it was recorded
  const rows = await limited(ctx, { timeoutMs: 5_000 }, (tx) =>
    tx.execute<{ name: string }>(sql`
      with recursive people as materialized (
             select c.id from contacts c where c.org_id = ${ctx.orgId} and ${where ?? sql`true`}
             union
             select n.contact_id from (select e.contact_id from contact_events e where e.org_id = ${ctx.orgId}
                                       order by e.contact_id desc limit 5000) n),
           names(id, name) as (
             select p.id, (select min(e.name) from contact_events e where e.org_id = ${ctx.orgId} and e.contact_id = p.id) from people p
             union all
             select n.id, (select min(e.name) from contact_events e where e.org_id = ${ctx.orgId} and e.contact_id = n.id and e.name > n.name)
             from names n where n.name is not null)
      select name from names where name is not null group by name order by count(*) desc, name limit 200`),
  );
  return rows.map((row) => row.name);
}
