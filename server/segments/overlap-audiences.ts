import { type SQL, sql } from 'drizzle-orm';
import type { Overlap } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { scanForm } from '@/server/filter/compile';
import { limited } from './limited';
import { countedByIndex } from './plan';
import { quickestForm, readsList } from './quickest-form';
import { takeTurn } from './turns';

/** How many contacts two audiences of any kind share, counted in one statement and so in one snapshot. */
export async function overlapAudiences(ctx: Ctx, input: { a: string; b: string; signal?: AbortSignal }): Promise<Overlap> {
  const a = await audienceWhere(ctx, await findAudience(ctx, input.a));
  const b = await audienceWhere(ctx, await findAudience(ctx, input.b));
  const { a_only, b_only, both } = await takeTurn(ctx.orgId, input.signal, () =>
    limited(ctx, { timeoutMs: 10_000, signal: input.signal, workers: 1 }, (tx) => cells({ ...ctx, db: tx }, a, b)),
  );
  const union = a_only + b_only + both;
  return { a: a_only + both, b: b_only + both, both, a_only, b_only, jaccard: union === 0 ? 0 : both / union };
}

type Cells = { a_only: number; b_only: number; both: number };
type Scope = Pick<Ctx, 'db' | 'orgId'>;

/** Where an index alone counts one of the two, only the members of the other are read. */
async function cells(ctx: Scope, a: SQL, b: SQL): Promise<Cells> {
  if (await countedByIndex(ctx, b)) return ofMembers(ctx, a, b);
  if (!(await countedByIndex(ctx, a))) return ofBoth(ctx, a, b);
  const { a_only, b_only, both } = await ofMembers(ctx, b, a);
  return { a_only: b_only, b_only: a_only, both };
}

/** By reading the members of `a`: 0.6× of `ofBoth` for two fifths of a million. */
async function ofMembers(ctx: Scope, a: SQL, b: SQL): Promise<Cells> {
  const inA = await quickestForm(ctx, a);
  const [row] = await ctx.db.execute<{ a: number; b: number; both: number }>(sql`
    select count(*)::int as a, count(*) filter (where ${scanForm(b)})::int as both,
           (select count(*)::int from contacts c where c.org_id = ${ctx.orgId} and (${b})) as b
    from contacts c where c.org_id = ${ctx.orgId} and (${inA})`);
  const both = row?.both ?? 0;
  return { a_only: (row?.a ?? 0) - both, b_only: (row?.b ?? 0) - both, both };
}

/** How far the counters of `ofBoth` stand apart in their sum: each has 31 bits. */
const step = 2n ** 31n;

/**
 * Where indexes find who is in either, each predicate is asked again of those. Where the list is read anyway, each is asked once of a
 * contact, in the form that is quickest there. A contact adds 1 to one of three counters that are one sum: 0.85× of a `group by`, which
 * hashes every contact.
 */
async function ofBoth(ctx: Scope, a: SQL, b: SQL): Promise<Cells> {
  const either = sql`((${a}) or (${b}))`;
  const [inA, inB, kept] = (await readsList(ctx, either)) ? [scanForm(a), scanForm(b), sql`true`] : [a, b, either];
  const [both, a_only, b_only] = [1n, step, step * step].map((one) => sql.raw(`${one}::bigint`));
  const [row] = await ctx.db.execute<{ sum: string | null }>(sql`
    select sum(case when ${inA} then case when ${inB} then ${both} else ${a_only} end when ${inB} then ${b_only} end)::text
    from contacts c where c.org_id = ${ctx.orgId} and ${kept}`);
  const sum = BigInt(row?.sum ?? 0);
  return { both: Number(sum % step), a_only: Number((sum / step) % step), b_only: Number(sum / step / step) };
}
