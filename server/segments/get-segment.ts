import type { Segment } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import type { Ctx } from '@/server/context';
import { countOrNull } from './count-matching';
import { findSegment } from './find-segment';
import { toSegment } from './to-segment';
import { takeTurn } from './turns';

/**
 * A segment and how many contacts are in it now (static: of those frozen, who are still contacts), null when that takes too long to tell.
 * `counted: false`: a dynamic one is not counted, which need not be waited for to show it.
 */
export async function getSegment(ctx: Ctx, id: string, { counted = true } = {}): Promise<Segment> {
  const row = await findSegment(ctx, id);
  if (!counted && row.segmentType !== 'static') return toSegment(row, null);
  const where = await audienceWhere(ctx, row);
  return toSegment(row, await takeTurn(ctx.orgId, undefined, () => countOrNull(ctx, where)));
}
