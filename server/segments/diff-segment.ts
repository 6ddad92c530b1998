import { sql } from 'drizzle-orm';
import type { Filter } from '@/contracts/segment';
import { audienceWhere, filterWhere, isDynamic } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { findSegment } from './find-segment';
import { countWhere } from './overlap-audiences';
import { overlapCells } from './overlap-cells';
import { sampleProfiles } from './sample-profiles';
import { takeTurn } from './turns';

/** Who would join and who would leave if the segment had this filter: both counts, and a few people of each. */
export async function diffSegment(ctx: Ctx, input: { id: string; filter: Filter; signal?: AbortSignal }) {
  const segment = await findSegment(ctx, input.id);
  const before = await audienceWhere(ctx, segment);
  const after = await filterWhere(ctx, readFilter(input.filter).filter);
  const cells = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) =>
      overlapCells({ ...ctx, db: tx }, [
        { where: before, memberRows: isDynamic(segment) ? null : input.id },
        { where: after, memberRows: null },
      ]),
    ),
  );
  const [leaves, joins] = [1, 2].map((only) => countWhere(cells, (mask) => mask === only)) as [number, number];
  const joining = sql`(${after}) is true and (${before}) is not true`;
  const leaving = sql`(${before}) is true and (${after}) is not true`;
  return {
    joins,
    leaves,
    joining: joins ? await sampleProfiles(ctx, joining, 5, input.signal) : [],
    leaving: leaves ? await sampleProfiles(ctx, leaving, 5, input.signal) : [],
  };
}
