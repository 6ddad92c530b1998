import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';

/** Replaces the member rows of a static segment by who matches now, in one statement. Answers how many there are. */
export async function freezeMembers(ctx: Pick<Ctx, 'db' | 'orgId'>, audienceId: string, where: SQL): Promise<number> {
  const [row] = await ctx.db.execute<{ n: number }>(sql`
    with now_in as materialized (select c.id from contacts c where c.org_id = ${ctx.orgId} and (${where})),
         gone   as (delete from audience_members am where am.audience_id = ${audienceId}::uuid and not exists (select from now_in where id = am.contact_id)),
         come   as (insert into audience_members (org_id, audience_id, contact_id)
                    select ${ctx.orgId}::uuid, ${audienceId}::uuid, id from now_in on conflict do nothing)
    select count(*)::int as n from now_in`);
  return row?.n ?? 0;
}
