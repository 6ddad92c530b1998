import { type SQL, sql } from 'drizzle-orm';
import type { Filter } from '@/contracts/segment';
import { audienceWhere, filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { findSegment } from './find-segment';
import { limited } from './limited';
import { sampleProfiles } from './sample-profiles';
import { takeTurn } from './turns';

/** Who would join and who would leave if the segment had this filter: both counts, and a few people of each. */
export async function diffSegment(ctx: Ctx, input: { id: string; filter: Filter; signal?: AbortSignal }) {
  const before = await audienceWhere(ctx, await findSegment(ctx, input.id));
  const after = await filterWhere(ctx, readFilter(input.filter).filter);
  const joins = sql`(${after}) is true and (${before}) is not true`;
  const leaves = sql`(${before}) is true and (${after}) is not true`;
  const count = (where: SQL) => sql`(select count(*)::int from contacts c where c.org_id = ${ctx.orgId} and ${where})`;
  const rows = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal }, (tx) =>
      tx.execute<{ joins: number; leaves: number }>(sql`select ${count(joins)} as joins, ${count(leaves)} as leaves`),
    ),
  );
  const row = rows[0] ?? { joins: 0, leaves: 0 };
  return {
    ...row,
    joining: row.joins ? await sampleProfiles(ctx, joins, 5, input.signal) : [],
    leaving: row.leaves ? await sampleProfiles(ctx, leaves, 5, input.signal) : [],
  };
}
