import { sql } from 'drizzle-orm';
import type { Overlap } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { limited } from './limited';
import { takeTurn } from './turns';

/**
 * How many contacts two audiences of any kind share, counted in one pass and one snapshot. Each predicate is asked once of a contact,
 * and once more of those in either: the condition below lets indexes find these.
 */
export async function overlapAudiences(ctx: Ctx, input: { a: string; b: string; signal?: AbortSignal }): Promise<Overlap> {
  const a = await audienceWhere(ctx, await findAudience(ctx, input.a));
  const b = await audienceWhere(ctx, await findAudience(ctx, input.b));
  const rows = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) =>
      tx.execute<{ in_a: boolean; in_b: boolean; n: number }>(sql`
        select (${a}) is true as in_a, (${b}) is true as in_b, count(*)::int as n
        from contacts c
        where c.org_id = ${ctx.orgId} and ((${a}) or (${b}))
        group by 1, 2`),
    ),
  );
  const count = (inA: boolean, inB: boolean) => rows.find((row) => row.in_a === inA && row.in_b === inB)?.n ?? 0;
  const [a_only, b_only, both] = [count(true, false), count(false, true), count(true, true)];
  const union = a_only + b_only + both;
  return { a: a_only + both, b: b_only + both, both, a_only, b_only, jaccard: union === 0 ? 0 : both / union };
}
