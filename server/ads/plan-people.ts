import { type SQL, sql } from 'drizzle-orm';
import type { AdPlanPerson, adPlanChanges } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { cursorId, pageFrom } from '@/server/db/page';
import { findAdAudience } from './find';
import { PLAN_TIMEOUT_MS, sampleOf } from './plan-sync';
import { desiredSql, membersWhere } from './who';

type Input = { id: string; change: (typeof adPlanChanges)[number]; limit: number; cursor?: string };
type Row = { id: string; name: string | null; email: string | null; phone: string | null; country: string | null; why: string | null };

const reasons: Record<string, string> = {
  suppressed: 'an address is suppressed',
  opted_out: 'opted out of ads',
  unmatched: 'no address that the platform matches by',
  not_member: 'no longer a member',
  erased: 'erased',
};

/** The people behind a number of the plan, newest contact first. An erased person is an id and nothing more. @throws AppError query_too_expensive */
export async function planPeople(ctx: Ctx, input: Input): Promise<Page<AdPlanPerson>> {
  const before = cursorId('contact', input.cursor);
  const { adAudience, account } = await findAdAudience(ctx, input.id);
  const where = await membersWhere(ctx, adAudience);
  const there = sql`m.ad_audience_id = ${input.id}::uuid and m.state in ('synced', 'adding', 'to_remove', 'removing')`;
  const desired = desiredSql(ctx, account.platform, where, null);
  const ids: Record<Input['change'], SQL> = {
    add: sql`select d.id, null as why from d where d.why is null
               and not exists (select from ad_members m where ${there} and m.contact_id = d.id and m.identity = d.identity)`,
    remove: sql`select distinct on (m.contact_id) m.contact_id as id, coalesce((select d.why from d where d.id = m.contact_id),
                      case when exists (select from d where d.id = m.contact_id) then 'address changed' else 'not_member' end) as why
                  from ad_members m where ${there}
                   and not exists (select from d where d.id = m.contact_id and d.identity = m.identity and d.why is null)`,
    unmatched: sql`select d.id, d.why from d where d.why = 'unmatched'`,
    excluded: sql`select d.id, d.why from d where d.why in ('suppressed', 'opted_out')`,
  };
  const rows = await limited(ctx, { timeoutMs: PLAN_TIMEOUT_MS }, async (tx) => {
    await tx.execute(sql`select set_config('enable_nestloop', 'off', true)`); // see reconcile.ts
    return tx.execute<Row>(sql`
      with d as materialized (${desired}), p as (${ids[input.change]})
      select p.id, c.name, c.email, c.phone, c.country, case when c.id is null then 'erased' else p.why end as why
        from p left join contacts c on c.org_id = ${ctx.orgId}::uuid and c.id = p.id
       ${before ? sql`where p.id < ${before}::uuid` : sql``}
       order by p.id desc limit ${input.limit + 1}`);
  });
  return pageFrom(
    [...rows],
    input.limit,
    (row): AdPlanPerson => ({
      contact_id: encodeId('contact', row.id),
      name: row.name,
      email: row.email,
      phone: row.phone,
      keys: sampleOf(account.platform, row).map(({ key }) => key),
      reason: row.why && (reasons[row.why] ?? row.why),
    }),
    (person) => person.contact_id,
  );
}
