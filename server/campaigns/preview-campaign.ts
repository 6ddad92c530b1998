import { sql } from 'drizzle-orm';
import type { CampaignPreview, PreviewBody } from '@/contracts/campaign';
import { limits } from '@/contracts/limits';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { findCampaign } from './find-campaign';
import { channelOf, combinedFilter, reaches, receivedBefore } from './people';

const TIMEOUT_MS = 10_000;

/**
 * Who a launch would reach now, by the predicates of the launch itself; nothing is written.
 * @throws AppError validation_failed for an audience that does not exist; query_too_expensive
 */
export async function previewCampaign(ctx: Ctx, input: PreviewBody): Promise<CampaignPreview> {
  const { audiences, channels } = input;
  if (input.campaignId) await findCampaign(ctx, input.campaignId);
  const union = await filterWhere(ctx, readFilter(combinedFilter({ include: audiences.include, exclude: [] }), ['audiences']).filter);
  const out = audiences.exclude.length
    ? await filterWhere(ctx, readFilter(combinedFilter({ include: audiences.exclude, exclude: [] }), ['audiences']).filter)
    : sql`false`;
  const before = input.oncePerPerson && input.campaignId ? receivedBefore(input.campaignId) : sql`false`;
  type Row = { what: string; reached: boolean; addressed: boolean; n: number };
  const rows = await limited(ctx, { timeoutMs: TIMEOUT_MS }, (tx) =>
    tx.execute<Row>(sql`
      with people as (
        select c.*, case when (${out}) then 'excluded' when ${before} then 'received_before' end as left_out
        from contacts c
        where c.org_id = ${ctx.orgId} and (${union})
      )
      select coalesce(left_out, ${channelOf(channels)}) as what, ${sql.join(channels.map(reaches), sql` or `)} as reached,
             ${channels[0] === 'sms' ? sql`c.phone` : sql`c.email`} is not null as addressed, count(*)::int as n
      from people c
      group by 1, 2, 3`),
  );
  const sum = (test: (row: Row) => boolean) => rows.reduce((n, row) => n + (test(row) ? row.n : 0), 0);
  const leftOut = { excluded: sum((r) => r.what === 'excluded'), received_before: sum((r) => r.what === 'received_before') };
  const inside = (row: Row) => row.what !== 'excluded' && row.what !== 'received_before';
  const people = sum(inside);
  return {
    included: sum(() => true),
    ...leftOut,
    people,
    channels: channels.map((channel) => ({ channel, will_receive: sum((r) => r.what === channel && r.reached) })),
    suppressed: sum((r) => inside(r) && !r.reached && r.addressed),
    unreachable: sum((r) => inside(r) && !r.reached && !r.addressed),
    will_receive: sum((r) => inside(r) && r.reached),
    sends: channels.reduce((n, channel) => n + Math.ceil(sum((r) => r.what === channel) / limits.recipientsPerSend), 0),
    as_of: ctx.now.toISOString(),
  };
}
