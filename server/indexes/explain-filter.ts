import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Filter } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { sqlState } from '@/server/db/retry';

type Explained = { plan: string | null; ms: number | null };
const LIMIT_MS = 20_000;

/**
 * How the database counts a filter: the plan as text and, when it is `run`, the milliseconds it took. Both null for a filter that can no
 * longer be evaluated; of one that is not counted within 20 s the plan alone.
 */
export async function explainFilter(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, filter: Filter, run: boolean): Promise<Explained> {
  try {
    const where = await filterWhere(ctx, readFilter(filter).filter);
    const count = sql`select count(*) from contacts c where c.org_id = ${ctx.orgId} and (${where})`;
    return await ctx.db.transaction(async (tx) => {
      await tx.execute(
        sql.raw(`set local statement_timeout = ${LIMIT_MS}; set local max_parallel_workers_per_gather = 0; set local work_mem = '64MB'`),
      );
      const rows = await tx.execute<{ 'QUERY PLAN': string }>(run ? sql`explain (analyze, timing off) ${count}` : sql`explain ${count}`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      const took = /^Execution Time: ([\d.]+) ms$/m.exec(plan);
      return { plan, ms: took ? Number(took[1]) : null };
    });
  } catch (error) {
    if (run && sqlState(error) === '57014') return explainFilter(ctx, filter, false);
    if (error instanceof AppError) return { plan: null, ms: null };
    throw error;
  }
}
