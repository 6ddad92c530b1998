import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { limited } from './limited';
import { takeTurn } from './turns';

/** How many contacts match. `margin` is the half-width of a 95 % interval in contacts, 0 when `exact`. */
export type Count = { count: number; withEmail: number; withPhone: number; exact: boolean; margin: number };

export type CountOptions = {
  /** `first`: within milliseconds, exact where that is quick, else from the sample. `exact`: the count, within `timeoutMs`. */
  want: 'first' | 'exact';
  signal?: AbortSignal;
  timeoutMs?: number;
};

const buckets = 1024;
/** Rows of the sample: at 5,000 the 95 % interval of a half is ±1.4 % of the list, and the read stays at a few milliseconds. */
const sampleRows = 5_000;
/** The planner's cost under which the exact count is as quick as the sample (measured in bench/reach.ts). */
const cheapCost = 6_000;
const cheapMs = 60;

type Counts = { n: number; e: number; p: number };

/**
 * The only place that knows how counting is done. `where` is a predicate over `contacts c`; the tenant is added here.
 * @throws 422 `query_too_expensive` when an exact count exceeds its time
 */
export async function countMatching(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL, options: CountOptions): Promise<Count> {
  const { signal } = options;
  if (options.want === 'exact')
    return takeTurn(ctx.orgId, signal, () => exactCount(ctx, where, { timeoutMs: options.timeoutMs ?? 5_000, signal }));
  const plan = await planOf(ctx, where);
  if (plan.cost <= cheapCost)
    try {
      return await exactCount(ctx, where, { timeoutMs: cheapMs, signal });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'query_too_expensive')) throw error; // the planner was wrong: sample
    }
  return sampleCount(ctx, where, signal);
}

async function exactCount(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL, limits: { timeoutMs: number; signal?: AbortSignal }): Promise<Count> {
  const row = await limited(ctx, limits, async (tx) => (await tx.execute<Counts>(countIn(ctx, where)))[0]);
  if (!row) throw new Error('a count without a row');
  return { count: row.n, withEmail: row.e, withPhone: row.p, exact: true, margin: 0 };
}

const countIn = (ctx: Pick<Ctx, 'orgId'>, where: SQL): SQL => sql`
  select count(*)::int as n, count(c.email)::int as e, count(c.phone)::int as p
  from contacts c
  where c.org_id = ${ctx.orgId} and (${where})`;

/**
 * A count from the fixed hash sample: the first `b` of 1,024 buckets hold each contact with probability f = b / 1,024, so k of them in
 * the sample are k / f in the list (Horvitz–Thompson). The interval is Wilson's for a Poisson-like count, which also holds at k = 0.
 */
async function sampleCount(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL, signal?: AbortSignal): Promise<Count> {
  const width = await sampleWidth(ctx);
  const inSample = sql`c.bucket < ${width}::smallint and (${where})`;
  const row = await limited(ctx, { timeoutMs: 1_000, signal }, async (tx) => (await tx.execute<Counts>(countIn(ctx, inSample)))[0]);
  if (!row) throw new Error('a count without a row');
  const f = width / buckets;
  const margin = f >= 1 ? 0 : marginOf(row.n, f);
  const up = (k: number) => Math.round(k / f);
  return { count: up(row.n), withEmail: up(row.e), withPhone: up(row.p), exact: f >= 1, margin };
}

/** Half-width, in contacts, of the 95 % interval around k / f: the larger side of Wilson's interval for the count k. */
export function marginOf(k: number, f: number): number {
  const z = 1.96;
  const spread = (1 - f) * z * z;
  return Math.ceil((spread / 2 + z * Math.sqrt((1 - f) * k + spread / 4) + 0.5) / f);
}

const widths = new Map<string, { width: number; until: number }>();

/** How many buckets make the sample: from the planner's idea of the list's size, kept for a minute. Any width is unbiased. */
export async function sampleWidth(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<number> {
  const known = widths.get(ctx.orgId);
  if (known && known.until > Date.now()) return known.width;
  const { rows } = await planOf(ctx, sql`true`);
  const width = Math.max(1, Math.min(buckets, Math.round((buckets * sampleRows) / Math.max(1, rows))));
  widths.set(ctx.orgId, { width, until: Date.now() + 60_000 });
  return width;
}

/** What the planner expects of a filter: its cost, and how many contacts. About 0.6 ms; nothing is run. */
async function planOf(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL): Promise<{ cost: number; rows: number }> {
  const [row] = await ctx.db.execute<{ 'QUERY PLAN': string | [{ Plan: { 'Total Cost': number; 'Plan Rows': number } }] }>(
    sql`explain (format json) select 1 from contacts c where c.org_id = ${ctx.orgId} and (${where})`,
  );
  const cell = row?.['QUERY PLAN'];
  const plan = (typeof cell === 'string' ? JSON.parse(cell) : cell)?.[0]?.Plan;
  if (!plan) throw new Error('EXPLAIN gave no plan');
  return { cost: plan['Total Cost'], rows: plan['Plan Rows'] };
}
