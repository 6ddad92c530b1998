import { type SQL, sql } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import type { sends } from '@/server/db/schema/sends';

export type Locked = { id: string; status: (typeof sends.$inferSelect)['status'] };

/**
 * Sends of the organization, locked until the transaction ends, in one order so that two callers wait for each other instead of
 * deadlocking. FOR UPDATE on purpose: `beginSending` holds the row with a key share while it lets messages go, so whoever has this lock
 * knows of every message that left, and nothing leaves until it commits.
 * @param where which sends `s`
 */
export async function lockSends(ctx: TxCtx, where: SQL): Promise<Locked[]> {
  const rows = await ctx.db.execute<Locked>(sql`
    select s.id, s.status from sends s where s.org_id = ${ctx.orgId}::uuid and ${where} order by s.id for update`);
  return [...rows];
}

/** The condition that `s` is one of these, of which there is one at least. */
export const among = (rows: readonly { id: string }[]): SQL =>
  sql`s.id in (${sql.join(
    rows.map(({ id }) => sql`${id}::uuid`),
    sql`, `,
  )})`;
