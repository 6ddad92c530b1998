import { LOCK } from './schema.sql';
import type { Sql } from './types';

const BATCH = 1000;

/**
 * Deletes runs that ended, and events that came in, more than `days` ago, and expired idempotency keys; in batches, by
 * one process at a time. Running runs are kept however old.
 */
export async function prune(sql: Sql, days: number): Promise<void> {
  for (let deleted = BATCH; deleted >= BATCH; ) {
    deleted = await sql.begin(async (tx) => {
      const [lock] = await tx<{ ok: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK.space}::int, ${LOCK.prune}::int) ok`;
      if (!lock?.ok) return 0;
      const runs = await tx`
        delete from jobs.runs where id in (
          select id from jobs.runs where ended_at < now() - ${days} * interval '1 day' order by ended_at limit ${BATCH})`;
      const events = await tx`
        delete from jobs.events where id in (
          select id from jobs.events where received_at < now() - ${Math.max(days, 1)} * interval '1 day' order by received_at limit ${BATCH})`;
      const keys = await tx`
        delete from jobs.keys where key in (
          select key from jobs.keys where created_at < now() - interval '24 hours' order by created_at limit ${BATCH})`;
      return Math.max(runs.count, events.count, keys.count);
    });
  }
}
