import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { GrowthQuery, GrowthReport } from '@/contracts/report';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { type Size, sizesOf } from '@/server/membership/sizes';
import { daysOf } from './range';
import { startsOf } from './starts';

/** The size of a watched audience over time, who came and went, and what moved them. @param id raw uuid @throws AppError not_found */
export async function reportGrowth(ctx: Ctx, id: string, query: GrowthQuery): Promise<GrowthReport> {
  const audience = await findAudience(ctx, id);
  const days = daysOf(query, ctx.now);
  const [watched] = await ctx.db.execute<{ since: string | null }>(sql`
    select to_char(min(began_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since from watch_periods
    where org_id = ${ctx.orgId}::uuid and audience_id = ${audience.id}::uuid`);
  const sizes = await sizesOf(ctx, audience.id, days, startsOf(days, query.interval));
  return {
    ...days,
    audience_id: encodeId('audience', audience.id),
    timezone: 'UTC',
    interval: query.interval,
    watched_since: watched?.since ?? null,
    data: watched?.since ? sizes.map((size) => ({ ...size, entered: sum(size.entered), left: sum(size.left) })) : [],
    causes: causesOf(sizes),
  };
}

const sum = (moves: Size['entered']) => Object.values(moves).reduce((all, n) => all + n, 0);

/** What moved people in all, the most frequent first. */
function causesOf(sizes: readonly Size[]): GrowthReport['causes'] {
  const found = new Map<string, GrowthReport['causes'][number]>();
  for (const size of sizes)
    for (const side of ['entered', 'left'] as const)
      for (const [cause, n] of Object.entries(size[side])) {
        const row = found.get(cause) ?? { cause, entered: 0, left: 0 };
        row[side] += n;
        found.set(cause, row);
      }
  return [...found.values()].sort((a, b) => b.entered + b.left - (a.entered + a.left) || (a.cause < b.cause ? -1 : 1));
}
