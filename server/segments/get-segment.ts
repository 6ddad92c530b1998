import type { Segment } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import type { Ctx } from '@/server/context';
import { countMatching } from './count-matching';
import { findSegment } from './find-segment';
import { toSegment } from './to-segment';

/** A segment and how many contacts are in it now (static: of those frozen, who are still contacts). */
export async function getSegment(ctx: Ctx, id: string): Promise<Segment> {
  const row = await findSegment(ctx, id);
  const { count } = await countMatching(ctx, await audienceWhere(ctx, row));
  return toSegment(row, count);
}
