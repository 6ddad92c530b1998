import { Cron } from 'croner';
import { uuidv7 } from 'uuidv7';
import { createRuns } from './create-runs';
import type { Functions, JobEvent, Sql } from './types';

const PATTERN = /^(?:TZ=(\S+)\s+)?(.*)$/;

/**
 * The first moment of a cron pattern after `after`. Upstream's form: an optional `TZ=Europe/Paris ` prefix, UTC without.
 * A sixth, leading field is seconds. What people write as a schedule is read elsewhere (server/schedules): this is the executor's language.
 * Throws when the pattern is not valid or has no next time.
 */
export function nextCron(pattern: string, after: Date): Date {
  const [, timezone = 'UTC', fields = ''] = PATTERN.exec(pattern) ?? [];
  const next = new Cron(fields, { timezone }).nextRun(after);
  if (!next) throw new Error('it has no next time');
  return next;
}

/** Makes `jobs.crons` what the functions declare. A time that passed while no runner was up stays due, and fires once. */
export async function syncCrons(sql: Sql, functions: Functions): Promise<void> {
  const wanted = [...functions.values()].flatMap((fn) => fn.crons.map((expr) => ({ fn: fn.id, expr })));
  await sql`
    delete from jobs.crons c
    where not exists (
      select from unnest(${wanted.map((w) => w.fn)}::text[], ${wanted.map((w) => w.expr)}::text[]) w(function_id, expr)
      where w.function_id = c.function_id and w.expr = c.expr)`;
  for (const { fn, expr } of wanted) {
    await sql`
      insert into jobs.crons (function_id, expr, next_at) values (${fn}, ${expr}, ${nextCron(expr, new Date())})
      on conflict do nothing`;
  }
}

/**
 * Starts a run for every cron whose time has come; the row lock makes one process do it, once. Times missed while down
 * are not caught up one by one: the next is counted from now (from the due time when this machine's clock is behind).
 */
export async function fireCrons(sql: Sql, functions: Functions): Promise<void> {
  const ours = [...functions.values()].filter((fn) => fn.crons.length > 0).map((fn) => fn.id);
  if (ours.length === 0) return;
  const due = await sql`select from jobs.crons where function_id = any(${ours}) and next_at <= now() limit 1`;
  if (due.length === 0) return;
  await sql.begin(async (tx) => {
    const rows = await tx<{ function_id: string; expr: string; next_at: Date }[]>`
      select function_id, expr, next_at from jobs.crons where function_id = any(${ours}) and next_at <= now() for update skip locked`;
    for (const row of rows) {
      const fn = functions.get(row.function_id);
      if (!fn) continue;
      const event: JobEvent = {
        id: uuidv7(),
        name: 'inngest/scheduled.timer',
        ts: Date.now(),
        data: { cron: row.expr, scheduledAt: row.next_at.toISOString() },
      };
      await createRuns(tx, [{ fn, events: [event] }]);
      const next = nextCron(row.expr, new Date(Math.max(Date.now(), row.next_at.getTime())));
      await tx`update jobs.crons set next_at = ${next} where function_id = ${row.function_id} and expr = ${row.expr}`;
    }
  });
}
