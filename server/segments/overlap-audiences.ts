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
  const { a_only, b_only, both } = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) => cells({ ...ctx, db: tx }, a, b)),
  );
  const union = a_only + b_only + both;
  return { a: a_only + both, b: b_only + both, both, a_only, b_only, jaccard: union === 0 ? 0 : both / union };
}

/** How far the counters of `cells` stand apart in their sum: each has 31 bits. */
const step = 2n ** 31n;

/**
 * Where indexes find who is in either, each predicate is asked again of those. Where the list is read anyway, each is asked once of a
 * contact, in the form that is quickest there. A contact adds 1 to one of three counters that are one sum: 0.85× of a `group by`, which
 * hashes every contact.
 */
async function cells(ctx: Pick<Ctx, 'db' | 'orgId'>, a: SQL, b: SQL) {
  const either = sql`((${a}) or (${b}))`;
  const { scans } = await planOf(ctx, either);
  const [inA, inB, kept] = scans ? [scanForm(a), scanForm(b), sql`true`] : [a, b, either];
  const [both, a_only, b_only] = [1n, step, step * step].map((one) => sql.raw(`${one}::bigint`));
  const [row] = await ctx.db.execute<{ sum: string | null }>(sql`
    select sum(case when ${inA} then case when ${inB} then ${both} else ${a_only} end when ${inB} then ${b_only} end)::text
    from contacts c where c.org_id = ${ctx.orgId} and ${kept}`);
  const sum = BigInt(row?.sum ?? 0);
  return { both: Number(sum % step), a_only: Number((sum / step) % step), b_only: Number(sum / step / step) };
}
