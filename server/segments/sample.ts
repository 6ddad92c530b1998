import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { planOf } from './plan';

const buckets = 1024;
/** Rows of the sample: the 95 % interval of a half is ±2.8 % of the count, and reading it takes a few milliseconds at any size. */
const sampleRows = 5_000;
const keptMs = 60_000;

/**
 * A fixed hash sample: each contact is in it with the probability `share`, whatever else is true of it, so that k of the sample are
 * k / share of the list (Horvitz–Thompson). `where`: the predicate of the sample, null when it is the whole list.
 */
export type Sample = { share: number; where: SQL | null };

const widths = new Map<string, { width: number; until: number }>();

/** The sample of an organization, as many buckets as the planner's idea of the list's size asks for; that is kept for a minute. */
export async function sampleOf(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<Sample> {
  const width = await widthOf(ctx);
  return { share: width / buckets, where: width >= buckets ? null : sql`c.bucket < ${sql.raw(String(width))}::smallint` };
}

async function widthOf(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<number> {
  const known = widths.get(ctx.orgId);
  if (known && known.until > Date.now()) return known.width;
  const { rows } = await planOf(ctx, sql`true`);
  const width = Math.max(1, Math.min(buckets, Math.round((buckets * sampleRows) / Math.max(1, rows))));
  if (widths.size > 10_000) widths.clear();
  widths.set(ctx.orgId, { width, until: Date.now() + keptMs });
  return width;
}

/** Half-width, in contacts, of the 95 % interval around k / f: the larger side of Wilson's interval for the count k, which holds at k = 0. */
export function marginOf(k: number, f: number): number {
  const z = 1.96;
  const spread = (1 - f) * z * z;
  return Math.ceil((spread / 2 + z * Math.sqrt((1 - f) * k + spread / 4) + 0.5) / f);
}
