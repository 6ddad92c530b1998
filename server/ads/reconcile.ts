import { type SQL, sql } from 'drizzle-orm';
import type { AdPlatform } from '@/contracts/ads';
import type { Ctx } from '@/server/context';
import { desiredSql } from './who';

type Input = { adAudienceId: string; platform: AdPlatform; where: SQL; only: string[] | null };

/**
 * Brings the states of the members in line with who belongs on the platform now, in one statement: for everybody, or for the contacts in
 * `only`. Marks only; the marks are carried out in batches. Somebody who never reached the platform and no longer belongs there simply
 * goes; somebody who is there is marked to be removed, with the hashes that this takes.
 */
export async function reconcile(ctx: Pick<Ctx, 'db' | 'orgId'>, { adAudienceId, platform, where, only }: Input): Promise<void> {
  const mine = only
    ? sql`m.ad_audience_id = ${adAudienceId}::uuid
          and m.contact_id = any(array(select id::uuid from jsonb_array_elements_text(${JSON.stringify(only)}::jsonb) t(id)))`
    : sql`m.ad_audience_id = ${adAudienceId}::uuid`;
  const wanted = sql`exists (select from d where d.id = m.contact_id and d.why is null and d.identity = m.identity)`;
  // A set against a set: with old statistics the planner takes one of them for a few rows, and loops.
  await ctx.db.execute(sql`select set_config('enable_nestloop', 'off', true)`);
  await ctx.db.execute(sql`
    with d as materialized (${desiredSql(ctx, platform, where, only)}),
    gone as (
      update ad_members m set state = 'to_remove', batch_id = null, error_code = null, error_message = null, updated_at = now()
       where ${mine} and m.state in ('synced', 'adding') and not ${wanted}),
    back as (
      update ad_members m set state = 'synced', error_code = null, error_message = null, updated_at = now()
       where ${mine} and m.state = 'to_remove' and ${wanted}),
    -- under removal and wanted again: looked at once more when the removal is confirmed
    later as (update ad_members m set error_code = 'wanted_again' where ${mine} and m.state = 'removing' and ${wanted}),
    again as (
      update ad_members m set state = 'to_add', error_code = null, error_message = null, updated_at = now()
       where ${only ? sql`false` : mine} and m.state = 'failed' and ${wanted}),
    never as (
      delete from ad_members m
       where ${mine}
         and (m.state in ('to_add', 'failed') and not ${wanted}
              or m.state in ('unmatched', 'excluded')
                 and not exists (select from d where d.id = m.contact_id and d.why is not null and d.why = m.error_code)
              or m.state = 'removed' and exists (select from d where d.id = m.contact_id)))
    insert into ad_members (org_id, ad_audience_id, contact_id, identity, state, error_code)
    select ${ctx.orgId}::uuid, ${adAudienceId}::uuid, d.id, case when d.why is null then d.identity end,
           case when d.why is null then 'to_add' when d.why = 'unmatched' then 'unmatched' else 'excluded' end, d.why
      from d
     where not exists (
       select from ad_members m
        where m.ad_audience_id = ${adAudienceId}::uuid and m.contact_id = d.id
          and (d.why is null and m.identity = d.identity or d.why is not null and m.state in ('unmatched', 'excluded') and m.error_code = d.why))
     order by d.id`);
  await ctx.db.execute(sql`select set_config('enable_nestloop', 'on', true)`);
}
