import { type SQL, sql } from 'drizzle-orm';
import { invalid, notFound } from '@/contracts/errors';
import type { ReportQuery } from '@/contracts/report';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import type { Days } from './range';
import { totals } from './totals';

type Within = Pick<ReportQuery, 'audience_id' | 'campaign_id' | 'automation_id' | 'send_id'>;

/** Refuses ids that the organization does not have. @throws AppError not_found */
export async function checkWithin(ctx: Ctx, query: Within): Promise<void> {
  if (query.audience_id) await findAudience(ctx, query.audience_id);
  for (const [table, id, what] of [
    [sql`sends`, query.send_id, 'send'],
    [sql`campaigns`, query.campaign_id, 'campaign'],
    [sql`automations`, query.automation_id, 'automation'],
  ] as const) {
    if (!id) continue;
    const found = await ctx.db.execute(sql`select 1 from ${table} where org_id = ${ctx.orgId}::uuid and id = ${id}::uuid`);
    if (!found.length) throw notFound(what);
  }
}

const inDays = (query: Pick<ReportQuery, 'basis' | 'channel'>, days: Days) => sql`
  t.basis = ${query.basis} and t.day between ${days.from}::date and ${days.to}::date
  ${query.channel ? sql`and t.channel = ${query.channel}` : sql``}`;

/** Rows of totals by send in these days; `audience_id` here: sends to it. */
export const sendRows = (ctx: Ctx, query: Pick<ReportQuery, 'basis' | 'channel'> & Within, days: Days): SQL =>
  totals(
    ctx.orgId,
    sql`${inDays(query, days)}
    ${query.send_id ? sql`and t.send_id = ${query.send_id}::uuid` : sql``}
    ${query.campaign_id ? launchedBy(ctx, `campaign:${query.campaign_id}`) : sql``}
    ${query.automation_id ? launchedBy(ctx, `automation:${query.automation_id}`) : sql``}
    ${query.audience_id ? sql`and t.send_id in (select id from sends where org_id = ${ctx.orgId}::uuid and audience_id = ${query.audience_id}::uuid)` : sql``}`,
  ).days;

const launchedBy = (ctx: Ctx, origin: string) =>
  sql`and t.send_id in (select id from sends where org_id = ${ctx.orgId}::uuid and origin = ${origin})`;

/** Rows of totals by audience in these days. */
export const audienceRows = (ctx: Ctx, query: Pick<ReportQuery, 'basis' | 'channel' | 'audience_id'>, days: Days): SQL =>
  totals(ctx.orgId, sql`${inDays(query, days)} ${query.audience_id ? sql`and t.audience_id = ${query.audience_id}::uuid` : sql``}`)
    .audienceDays;

/** The rows that an overview or a series adds up. @throws AppError validation_failed for an audience together with another thing */
export function summedRows(ctx: Ctx, query: ReportQuery, days: Days): SQL {
  if (!query.audience_id) return sendRows(ctx, query, days);
  if (query.send_id || query.campaign_id || query.automation_id)
    throw invalid(['audience_id'], 'not_together', 'an audience is reported on its own, not within a send, campaign or automation');
  return audienceRows(ctx, query, days);
}
