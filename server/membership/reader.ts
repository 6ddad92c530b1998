import { sql } from 'drizzle-orm';
import type { Ctx, OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';

type Row = { snapshot: string; current: string; followed_at: number | null; due_until: number | null; reset: boolean };

/** How far an organization was followed; times in epoch milliseconds. */
export type Reader = {
  /** What earlier rounds saw (a pg_snapshot). */
  snapshot: string;
  followedAt: number | null;
  dueUntil: number | null;
  /** The database is not the one of the last round: restored from elsewhere, its transaction numbers begin anew. */
  reset: boolean;
  /** Nobody followed while relative dates came due that nobody had looked ahead for. */
  overslept(at: Date): boolean;
  /** Sets the place of the next round. */
  keep(ctx: Ctx, dueUntil: Date | null): Promise<void>;
};

/** Must be the first statement of the transaction: the snapshot it takes is the round's. Null when nothing was ever watched. */
export async function takeReader(tx: Executor, orgId: OrgId): Promise<Reader | 'busy' | null> {
  const [row] = await tx.execute<Row>(sql`
    select snapshot, pg_current_snapshot()::text as current,
           (extract(epoch from followed_at) * 1000)::float8 as followed_at, (extract(epoch from due_until) * 1000)::float8 as due_until,
           pg_snapshot_xmax(snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as reset
    from change_readers where org_id = ${orgId} for update skip locked`);
  if (!row) {
    const there = await tx.execute(sql`select from change_readers where org_id = ${orgId}`);
    return there.length ? 'busy' : null;
  }
  return {
    snapshot: row.snapshot,
    followedAt: row.followed_at,
    dueUntil: row.due_until,
    reset: row.reset,
    overslept: (at) => row.due_until !== null && row.due_until < at.getTime(),
    async keep(ctx, dueUntil) {
      await ctx.db.execute(sql`
        update change_readers set snapshot = ${row.current}, followed_at = ${ctx.now.toISOString()}, due_until = ${dueUntil?.toISOString() ?? null}
        where org_id = ${orgId}`);
    },
  };
}
