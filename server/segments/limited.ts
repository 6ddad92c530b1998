import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { sqlState } from '@/server/db/retry';

export type Limits = {
  /** Milliseconds after which the database stops the statement. */
  timeoutMs: number;
  /** Ends the statement in the database when the caller no longer wants the answer. */
  signal?: AbortSignal;
  /** Parallel workers per statement: 0 for what is counted while somebody types (a send needs the core). */
  workers?: 0 | 1;
};

/**
 * Runs a reading query of a user's filter: read only, with a time limit, cancelled in the database when `signal` aborts.
 * @throws 422 `query_too_expensive` at the time limit; the signal's reason when aborted
 */
export async function limited<T>(ctx: Pick<Ctx, 'db'>, limits: Limits, run: (tx: Executor) => Promise<T>): Promise<T> {
  const { signal } = limits;
  signal?.throwIfAborted();
  let pid: number | null = null;
  const cancel = () => {
    // The backend may just have finished: then there is nothing to cancel, and the answer is dropped below.
    if (pid !== null) void ctx.db.execute(sql`select pg_cancel_backend(${pid})`).catch(() => {});
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await ctx.db.transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`
        select pg_backend_pid() as pid,
               set_config('statement_timeout', ${String(limits.timeoutMs)}, true),
               set_config('max_parallel_workers_per_gather', ${String(limits.workers ?? 0)}, true)`);
      pid = row?.pid ?? null;
      signal?.throwIfAborted();
      const result = await run(tx);
      pid = null;
      await tx.execute(sql`select set_config('statement_timeout', '0', true)`);
      return result;
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // 57014: the statement was stopped, and not by our cancel
    if (sqlState(error) === '57014')
      throw new AppError('query_too_expensive', `The filter took longer than ${limits.timeoutMs / 1000} s to answer.`);
    throw error;
  } finally {
    pid = null;
    signal?.removeEventListener('abort', cancel);
  }
}
