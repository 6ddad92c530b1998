import { audienceWhere, isDynamic } from '@/server/audiences/audience-query';
import { countMembers } from '@/server/audiences/contact-count';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { type Count, countMatching, firstCount } from './count-matching';

type Input = { id: string; want: 'first' | 'exact'; signal?: AbortSignal };

/**
 * How many are in an audience of any kind. `first`: within milliseconds, on a large list an estimate with its margin; `exact`: member
 * rows by their index alone, a filter in the organization's turn. @throws 404; 422 `query_too_expensive` for `exact`
 */
export async function countAudience(ctx: Ctx, { id, want, signal }: Input): Promise<Pick<Count, 'count' | 'exact' | 'margin'>> {
  const audience = await findAudience(ctx, id);
  if (want === 'exact' && !isDynamic(audience))
    return { count: (await countMembers(ctx, [audience])).get(audience.id) ?? 0, exact: true, margin: 0 };
  const where = await audienceWhere(ctx, audience);
  const counted = want === 'first' ? (await firstCount(ctx, where, signal)).count : await countMatching(ctx, where, { signal });
  return { count: counted.count, exact: counted.exact, margin: counted.margin };
}
