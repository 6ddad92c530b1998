import { type SQL, sql } from 'drizzle-orm';
import type { Overlap } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { scanForm } from '@/server/filter/compile';
import { limited } from './limited';
import { planOf } from './plan';
import { takeTurn } from './turns';

/** How many contacts two audiences of any kind share, counted in one pass and one snapshot. */
export async function overlapAudiences(ctx: Ctx, input: { a: string; b: string; signal?: AbortSignal }): Promise<Overlap> {
  const a = await audienceWhere(ctx, await findAudience(ctx, input.a));
  const b = await audienceWhere(ctx, await findAudience(ctx, input.b));
  const rows = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) => cells({ ...ctx, db: tx }, a, b)),
  );
  const count = (inA: boolean, inB: boolean) => rows.find((row) => row.in_a === inA && row.in_b === inB)?.n ?? 0;
  const [a_only, b_only, both] = [count(true, false), count(false, true), count(true, true)];
  const union = a_only + b_only + both;
  return { a: a_only + both, b: b_only + both, both, a_only, b_only, jaccard: union === 0 ? 0 : both / union };
}

/**
 * Where indexes find who is in either, each predicate is asked again of those. Where the list is read anyway, each is asked once of a
 * contact, in the form that is quickest there.
 */
async function cells(ctx: Pick<Ctx, 'db' | 'orgId'>, a: SQL, b: SQL) {
  const either = sql`((${a}) or (${b}))`;
  const { scans } = await planOf(ctx, either);
  const [inA, inB, kept] = scans ? [scanForm(a), scanForm(b), sql`true`] : [a, b, either];
  return ctx.db.execute<{ in_a: boolean; in_b: boolean; n: number }>(sql`
    select in_a, in_b, count(*)::int as n
    from (select (${inA}) is true as in_a, (${inB}) is true as in_b from contacts c where c.org_id = ${ctx.orgId} and ${kept}) c
    group by 1, 2`);
}
