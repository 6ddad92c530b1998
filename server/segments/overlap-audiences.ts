import { sql } from 'drizzle-orm';
import type { Overlap } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { limited } from './limited';
import { takeTurn } from './turns';

/** How many contacts two audiences of any kind share, counted in one pass and one snapshot. */
export async function overlapAudiences(ctx: Ctx, input: { a: string; b: string; signal?: AbortSignal }): Promise<Overlap> {
  const a = await audienceWhere(ctx, await findAudience(ctx, input.a));
  const b = await audienceWhere(ctx, await findAudience(ctx, input.b));
  const rows = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) =>
      tx.execute<{ a: number; b: number; both: number }>(sql`
        select count(*) filter (where in_a)::int          as a,
               count(*) filter (where in_b)::int          as b,
               count(*) filter (where in_a and in_b)::int as both
        from (select (${a}) is true as in_a, (${b}) is true as in_b from contacts c where c.org_id = ${ctx.orgId}) x
        where in_a or in_b`),
    ),
  );
  const row = rows[0] ?? { a: 0, b: 0, both: 0 };
  const union = row.a + row.b - row.both;
  return { ...row, a_only: row.a - row.both, b_only: row.b - row.both, jaccard: union === 0 ? 0 : row.both / union };
}
