import { encodeId } from '@/contracts/ids';
import type { OverlapMatrix } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { countCells, countWhere, overlapOf } from './overlap-audiences';

/**
 * How many contacts two to eight audiences of any kind share, each with each, counted in one statement and so in one snapshot.
 * @throws 404 for an audience that is not there, 422 `query_too_expensive` after 20 s
 */
export async function overlapMatrix(ctx: Ctx, input: { audience_ids: string[]; signal?: AbortSignal }): Promise<OverlapMatrix> {
  const cells = await countCells(ctx, input.audience_ids, { timeoutMs: 20_000, signal: input.signal });
  const ids = input.audience_ids.map((id) => encodeId('audience', id));
  const all = 2 ** ids.length - 1;
  return {
    audiences: ids.map((id, i) => ({
      id,
      count: countWhere(cells, (mask) => (mask & (1 << i)) !== 0),
      only: countWhere(cells, (mask) => mask === 1 << i),
    })),
    pairs: ids.flatMap((a, i) =>
      ids.slice(i + 1).map((b, k) => {
        const { both, a_only, b_only, jaccard } = overlapOf(cells, i, i + 1 + k);
        return { a, b, both, a_only, b_only, jaccard };
      }),
    ),
    in_any: countWhere(cells, () => true),
    in_all: countWhere(cells, (mask) => mask === all),
    as_of: ctx.now.toISOString(),
  };
}
