import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';
import { type Tally, tally } from './freeze-recipients';
import { recipients, type Target } from './recipients';

/** What a send would do with each member now, counted; writes nothing. */
export async function tallyMembers(tx: Executor, target: Target): Promise<Tally> {
  const rows = await tx.execute<{ status: string; n: number }>(
    sql`select status, count(*)::int as n from (${recipients(target)}) m group by status`,
  );
  return tally(rows);
}
