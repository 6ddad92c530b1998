import type { Database } from '@/server/db/client';

/** One measured figure. `limit` is what it must hold, in the same unit; `ok` whether it did. */
export type Row = { what: string; value: number; unit: string; limit?: number; ok?: boolean };

/** What a benchmark works with: a migrated database of its own on a durable PostgreSQL, and time. */
export type BenchContext = { databaseUrl: string; db: Database };

export type Benchmark = { name: string; run(ctx: BenchContext): Promise<Row[]> };

export const round = (value: number, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits;

/** Milliseconds of `work`. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** The value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
