import type { Overlap } from '@/contracts/segment';
import { audienceWhere, isDynamic } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { type Asked, type Cell, overlapCells } from './overlap-cells';
import { takeTurn } from './turns';

/** How many contacts two audiences of any kind share, counted in one statement and so in one snapshot. */
export async function overlapAudiences(ctx: Ctx, input: { a: string; b: string; signal?: AbortSignal }): Promise<Overlap> {
  const cells = await countCells(ctx, [input.a, input.b], { timeoutMs: 10_000, signal: input.signal });
  return overlapOf(cells, 0, 1);
}

type Limits = { timeoutMs: number; signal?: AbortSignal };

/** In the organization's turn. @throws 404 for an audience that is not there, 422 `query_too_expensive` at the time limit */
export async function countCells(ctx: Ctx, ids: string[], limits: Limits): Promise<Cell[]> {
  const audiences: Asked[] = [];
  for (const id of ids) {
    const audience = await findAudience(ctx, id);
    audiences.push({ where: await audienceWhere(ctx, audience), memberRows: isDynamic(audience) ? null : id });
  }
  return takeTurn(ctx.orgId, limits.signal, () =>
    limited(ctx, { ...limits, workers: 1 }, (tx) => overlapCells({ ...ctx, db: tx }, audiences)),
  );
}

/** What the audiences of two bits share. */
export function overlapOf(cells: Cell[], a: number, b: number): Overlap {
  const both = countWhere(cells, (mask) => has(mask, a) && has(mask, b));
  const a_only = countWhere(cells, (mask) => has(mask, a) && !has(mask, b));
  const b_only = countWhere(cells, (mask) => has(mask, b) && !has(mask, a));
  const union = a_only + b_only + both;
  return { a: a_only + both, b: b_only + both, both, a_only, b_only, jaccard: union === 0 ? 0 : both / union };
}

const has = (mask: number, bit: number): boolean => (mask & (1 << bit)) !== 0;

export const countWhere = (cells: Cell[], test: (mask: number) => boolean): number =>
  cells.reduce((sum, { mask, n }) => (test(mask) ? sum + n : sum), 0);
