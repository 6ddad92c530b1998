import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import type { Executor } from './client';
import { sqlState } from './retry';

export type Limits = {
  /** Milliseconds after which the database stops the statement. */
  timeoutMs: number;
  /** Ends the statement in the database when the caller no longer wants the answer. */
  signal?: AbortSignal;
  /** Parallel workers per statement: 0 for what is counted while somebody types (a send needs the core). */
  workers?: 0 | 1;
  /** What took too long, for the error. */
  what?: string;
};

/**
 * Runs a reading query of a user's filter or search: with a time limit, cancelled in the database when `signal` aborts.
 * @throws 422 `query_too_expensive` at the time limit; the signal's reason when aborted
 */
export async function limited<T>(ctx: Pick<Ctx, 'db'>, limits: Limits, run: (tx: Executor) => Promise<T>): Promise<T> {
  const { signal } = limits;
  signal?.throwIfAborted();
  const nested = 'rollback' in ctx.db; // in a transaction of the caller, whose later statements have no limit
  let pid: number | null = null;
  const cancel = () => {
    // The backend may just have finished: then there is nothing to cancel, and the answer is dropped below.
    if (pid !== null) void ctx.db.execute(sql`select pg_cancel_backend(${pid})`).catch(() => {});
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await ctx.db.transaction(async (tx) => {
      pid = await begin(tx, limits);
      signal?.throwIfAborted();
      const result = await run(tx);
      pid = null;
      if (nested) await release(tx);
      return result;
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // 57014: the statement was stopped, and not by our cancel
    if (sqlState(error) === '57014')
      throw new AppError('query_too_expensive', `${limits.what ?? 'The filter'} took longer than ${limits.timeoutMs / 1000} s to answer.`);
    throw error;
  } finally {
    pid = null;
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Without parameters, which is one round trip instead of two. work_mem: a bitmap of a million rows stays exact, a hash in memory.
 * random_page_cost: at the 1.1 of our connections the planner takes (org_id, bucket) for as good as the order of the table, because
 * org_id is, and reads a whole list row by row through that index, 3 to 6× slower than the table; at 2 it still fetches 280,000 of a million
 * by their dates one by one, 1.2 to 1.5× slower than page by page.
 */
async function begin(tx: Pick<Executor, 'execute'>, { timeoutMs, workers = 0 }: Limits): Promise<number | null> {
  const [row] = await tx.execute<{ pid: number }>(
    sql.raw(`select pg_backend_pid() as pid,
               set_config('statement_timeout', '${Math.ceil(timeoutMs)}', true),
               set_config('max_parallel_workers_per_gather', '${workers}', true),
               set_config('work_mem', '64MB', true),
               set_config('random_page_cost', '3', true)`),
  );
  return row?.pid ?? null;
}

/** What would hold up the caller's later statements: the time limit, and how `quickestForm` may have asked for a scan. */
async function release(tx: Pick<Executor, 'execute'>): Promise<void> {
  await tx.execute(sql.raw(`select set_config('statement_timeout', '0', true), set_config('enable_bitmapscan', 'on', true)`));
}

/** Another limit for the statements that follow in a `limited` transaction; 0: none. */
export async function timeLimit(tx: Pick<Executor, 'execute'>, ms: number): Promise<void> {
  await tx.execute(sql.raw(`select set_config('statement_timeout', '${Math.ceil(ms)}', true)`));
}
