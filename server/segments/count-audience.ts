import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { type Count, countMatching, firstCount } from './count-matching';

type Input = { id: string; want: 'first' | 'exact'; signal?: AbortSignal };

/**
 * How many are in an audience of any kind. `first`: within milliseconds, on a large list an estimate with its margin; `exact`: in the
 * organization's turn. @throws 404; 422 `query_too_expensive` for `exact`
 */
export async function countAudience(ctx: Ctx, { id, want, signal }: Input): Promise<Pick<Count, 'count' | 'exact' | 'margin'>> {
  const where = await audienceWhere(ctx, await findAudience(ctx, id));
  const counted = want === 'first' ? (await firstCount(ctx, where, signal)).count : await countMatching(ctx, where, { signal });
  return { count: counted.count, exact: counted.exact, margin: counted.margin };
}
