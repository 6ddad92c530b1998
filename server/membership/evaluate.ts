import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Change } from './on-change';
import type { Watched } from './watched';

type Row = { audience_id: string; contact_id: string; entered: boolean; cause: string };
export type Evaluable = Pick<Watched, 'id' | 'fresh'> & { where: SQL };

/** Why each of these contacts is looked at, by uuid. */
export type Causes = Map<string, string>;

/**
 * Whether these contacts are inside these audiences now, against the stays under way: writes what changed and answers it. One statement,
 * and one pass over the contacts for all audiences: 8 ms for 50 audiences and one contact among 200,000. The stays under way are looked up
 * one by one (`offset 0`): before a million new stays are analyzed, the planner reads them all instead, in 780 ms.
 */
export async function evaluateContacts(ctx: Ctx, audiences: Evaluable[], causes: Causes): Promise<Change[]> {
  if (!audiences.length || !causes.size) return [];
  const at = ctx.now.toISOString();
  const asked = JSON.stringify([...causes].map(([id, cause]) => ({ id, cause })));
  const tests = audiences.map((a) => sql`(${a.id}::uuid, (${a.where}) is true)`);
  const ids = JSON.stringify(audiences.map((a) => a.id));
  return toChanges(
    ctx,
    await ctx.db.execute<Row>(sql`
    with asked  as materialized (select id, cause from jsonb_to_recordset(${asked}::text::jsonb) as t(id uuid, cause text)),
         inside as materialized (
           select v.audience_id, c.id as contact_id
           from (select id from asked) d join contacts c on c.org_id = ${ctx.orgId} and c.id = d.id
           cross join lateral (values ${sql.join(tests, sql`, `)}) as v(audience_id, inside)
           where v.inside),
         open   as materialized (
           select s.id, s.audience_id, s.contact_id
           from asked cross join lateral (
             select * from audience_stays where org_id = ${ctx.orgId} and contact_id = asked.id and left_at is null offset 0) s
           where s.audience_id in (select jsonb_array_elements_text(${ids}::text::jsonb)::uuid)),
         gone   as (
           update audience_stays s set left_at = ${at}, left_by = d.cause
           from (select o.id, asked.cause from open o join asked on asked.id = o.contact_id
                 where not exists (select from inside i where i.audience_id = o.audience_id and i.contact_id = o.contact_id)) d
           where s.id = d.id
           returning s.audience_id, s.contact_id, s.left_by as cause),
         come   as (
           insert into audience_stays (org_id, audience_id, contact_id, entered_at, entered_by)
           select ${ctx.orgId}::uuid, i.audience_id, i.contact_id, ${at}::timestamptz, asked.cause
           from inside i join asked on asked.id = i.contact_id
           where not exists (select from open o where o.audience_id = i.audience_id and o.contact_id = i.contact_id)
           returning audience_id, contact_id, entered_by as cause)
    select audience_id, contact_id, false as entered, cause from gone
    union all
    select audience_id, contact_id, true, cause from come`),
  );
}

/** The same for everybody and one audience, searched for as a count is. With `fresh`, who is inside begins a stay and nothing is answered. */
export async function evaluateAudience(ctx: Ctx, audience: Evaluable, cause: string): Promise<Change[]> {
  const at = ctx.now.toISOString();
  const inside = sql`
    inside as materialized (select c.id from contacts c where c.org_id = ${ctx.orgId} and (${audience.where}))`;
  const come = sql`
    insert into audience_stays (org_id, audience_id, contact_id, entered_at, entered_by)
    select ${ctx.orgId}::uuid, ${audience.id}::uuid, i.id, ${at}::timestamptz, ${cause} from inside i`;
  if (audience.fresh) {
    await ctx.db.execute(sql`with ${inside} ${come}`);
    return [];
  }
  return toChanges(
    ctx,
    await ctx.db.execute<Row>(sql`
    with ${inside},
         open as materialized (select id, contact_id from audience_stays where audience_id = ${audience.id} and left_at is null),
         gone as (
           update audience_stays s set left_at = ${at}, left_by = ${cause}
           from (select o.id from open o where not exists (select from inside i where i.id = o.contact_id)) d
           where s.id = d.id
           returning s.contact_id),
         come as (${come} where not exists (select from open o where o.contact_id = i.id) returning contact_id)
    select ${audience.id}::uuid as audience_id, contact_id, false as entered, ${cause}::text as cause from gone
    union all
    select ${audience.id}::uuid, contact_id, true, ${cause}::text from come`),
  );
}

const toChanges = (ctx: Ctx, rows: readonly Row[]): Change[] =>
  rows.map((row) => ({
    audienceId: row.audience_id,
    contactId: row.contact_id,
    kind: row.entered ? 'entered' : 'left',
    at: ctx.now,
    cause: row.cause,
  }));
