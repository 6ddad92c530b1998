import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';

type Scope = Pick<Ctx, 'db' | 'orgId'>;
type Named = { name: string };

/**
 * 409, naming it, while something that is not over uses the audience: a campaign or a live automation would reach the wrong people, whoever
 * is on an ads platform would stay there for good, a lookalike could not learn again.
 */
export async function refuseWhileUsed(ctx: Scope, audienceId: string): Promise<void> {
  const id = encodeId('audience', audienceId);
  const campaigns = await ctx.db.execute<Named>(sql`
    select distinct c.name from campaign_audiences a join campaigns c on c.id = a.campaign_id
    where a.org_id = ${ctx.orgId} and a.audience_id = ${audienceId}::uuid and ${notOver} order by 1 limit 5`);
  refuse(campaigns, (names) => `The campaign ${names} uses this audience: change, finish or cancel that first.`);
  // every place of a definition that can hold the id: trigger, exit, steps, and $inAudience at any depth of a filter
  const automations = await automationsWith(ctx, sql`'$.** ? (@ == $id)'`, { id });
  refuse(automations, (names) => `The automation ${names} uses this audience: change or archive that first.`);
  const ads = await ctx.db.execute<Named>(sql`
    select m.name || ' (' || a.platform || ')' as name from ad_audiences m join ad_accounts a on a.id = m.account_id
    where m.org_id = ${ctx.orgId} and m.audience_id = ${audienceId}::uuid order by 1 limit 5`);
  refuse(ads, (names) => `The ads audience ${names} is filled from this one: take everybody out of it if need be, then remove it first.`);
  const lookalikes = await ctx.db.execute<Named>(sql`
    select name from audiences where org_id = ${ctx.orgId} and custom_type = 'lookalike' and id <> ${audienceId}::uuid
      and custom #>> '{lookalike,seed_audience_id}' = ${audienceId} order by 1 limit 5`);
  refuse(lookalikes, (names) => `The lookalike ${names} learns from this audience: give it another seed, or delete it, first.`);
}

/** 409, naming it, while a campaign that is not over or a live automation sends the template. */
export async function refuseWhileSent(ctx: Scope, template: { id: string; slug: string }): Promise<void> {
  const campaigns = await ctx.db.execute<Named>(sql`
    select distinct c.name from campaign_channels t join campaigns c on c.id = t.campaign_id
    where t.org_id = ${ctx.orgId} and t.template_id = ${template.id}::uuid and ${notOver} order by 1 limit 5`);
  refuse(campaigns, (names) => `The campaign ${names} sends this template: change, finish or cancel that first.`);
  const automations = await automationsWith(ctx, sql`'$.** ? (@.type == "send" && (@.template == $id || @.template == $slug))'`, {
    id: encodeId('template', template.id),
    slug: template.slug,
  });
  refuse(automations, (names) => `The automation ${names} sends this template: change or archive that first.`);
}

const notOver = sql`c.status in ('draft', 'scheduled', 'running', 'paused')`;

/** Automations in use, by what their current version holds, or one with people under way. */
const automationsWith = (ctx: Scope, path: SQL, values: Record<string, string>) =>
  ctx.db.execute<Named>(sql`
    select distinct w.name from automations w join automation_versions v on v.automation_id = w.id
    where w.org_id = ${ctx.orgId} and w.status in ('active', 'paused')
      and (v.version = w.version or exists (select from automation_runs r where r.version_id = v.id and r.automation_id = w.id and r.status = 'active'))
      and jsonb_path_exists(v.definition::jsonb, ${path}, ${JSON.stringify(values)}::text::jsonb)
    order by 1 limit 5`);

function refuse(users: readonly Named[], sentence: (names: string) => string): void {
  if (users.length) throw new AppError('conflict', sentence(users.map(({ name }) => `“${name}”`).join(', ')));
}
