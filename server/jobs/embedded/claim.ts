import { LOCK } from './schema.sql';
import { transaction } from './transaction';
import type { Functions, Job, Sql } from './types';

/**
 * Leases up to `free` due rows, oldest first within a lane, never more per lane than its function's limit allows.
 *
 * Limits count live leases of every process, so claims are serialised by an advisory lock. Waiting rows are found lane by
 * lane: the index is skipped through from one (lane1, lane2) to the next, and only a lane with room is read, only as far
 * as its room. A backlog behind a full lane therefore costs one probe, however long it is. Ranking by both lanes may
 * leave a row for the next round, but the oldest runnable row always passes, so rounds until none is left miss nothing.
 *
 * A lapsed lease (its holder died or stalled) is claimed again, at the cost of an attempt, recorded in `jobs.errors`.
 * `active`: rows this process still works on, whatever became of their lease. Committed without waiting for the disk: a
 * lease lost with the server only means that the row is claimed again, and the token fences the loser.
 */
export async function claim(sql: Sql, functions: Functions, options: { free: number; leaseMs: number; active: string[] }): Promise<Job[]> {
  const { free, leaseMs, active } = options;
  const list = [...functions.values()];
  const ids = list.map((fn) => fn.id);
  const limit1 = list.map((fn) => fn.limits[0]?.limit ?? null);
  const limit2 = list.map((fn) => fn.limits[1]?.limit ?? null);
  return transaction(sql, async (tx) => {
    const lock = tx`
      select pg_advisory_xact_lock(${LOCK.space}::int, ${LOCK.claim}::int), set_config('synchronous_commit', 'off', true)`;
    const claimed = tx<Job[]>`
      with recursive fn as materialized (
        select * from unnest(${ids}::text[], ${limit1}::int[], ${limit2}::int[]) f(function_id, limit1, limit2)),
      lane as (
        select fn.function_id, l.lane1, l.lane2
        from fn cross join lateral (
          select q.lane1, q.lane2 from jobs.queue q
          where q.lease_until is null and q.function_id = fn.function_id
          order by q.lane1, q.lane2 limit 1) l
        union all
        select p.function_id, l.lane1, l.lane2
        from lane p cross join lateral (
          select q.lane1, q.lane2 from jobs.queue q
          where q.lease_until is null and q.function_id = p.function_id and (q.lane1, q.lane2) > (p.lane1, p.lane2)
          order by q.lane1, q.lane2 limit 1) l),
      busy as materialized (
        select function_id, lane1, lane2 from jobs.queue where lease_until > now()),
      lapsed as materialized (
        select id, function_id, lane1, lane2, run_at from jobs.queue
        where lease_until <= now() and id <> all(${active}::bigint[])),
      room as materialized (
        select l.function_id, l.lane1, l.lane2,
          case when l.lane1 <> '' then fn.limit1 - (select count(*) from busy b where b.function_id = l.function_id and b.lane1 = l.lane1) end room1,
          case when l.lane2 <> '' then fn.limit2 - (select count(*) from busy b where b.function_id = l.function_id and b.lane2 = l.lane2) end room2
        from (select function_id, lane1, lane2 from lane union select function_id, lane1, lane2 from lapsed) l join fn using (function_id)),
      due as (
        select q.id, q.run_at, false as lapsed, r.*
        from room r cross join lateral (
          select q.id, q.run_at from jobs.queue q
          where q.lease_until is null and q.function_id = r.function_id and q.lane1 = r.lane1 and q.lane2 = r.lane2
            and q.run_at <= now()
          order by q.run_at, q.id limit greatest(0, least(${free}::int, r.room1, r.room2))) q
        union all
        select l.id, l.run_at, true, r.* from lapsed l join room r using (function_id, lane1, lane2)
        where coalesce(r.room1, 1) > 0 and coalesce(r.room2, 1) > 0),
      ranked as (
        select *,
          row_number() over (partition by function_id, lane1 order by run_at, id) rank1,
          row_number() over (partition by function_id, lane2 order by run_at, id) rank2
        from due),
      picked as (
        select q.id, ranked.lapsed
        from ranked join jobs.queue q using (id)
        where (room1 is null or rank1 <= room1) and (room2 is null or rank2 <= room2)
        order by ranked.run_at, q.id limit ${free}
        for update of q skip locked),
      leased as (
        update jobs.queue q
        set claim = nextval('jobs.claim_seq'), lease_until = now() + ${leaseMs} * interval '1 ms',
            attempt = q.attempt + (picked.lapsed and q.kind = 'exec')::int
        from picked where q.id = picked.id
        returning q.id, q.claim, q.run_id, q.function_id, q.step_id, q.kind, q.attempt, q.gen, picked.lapsed),
      noted as (
        insert into jobs.errors (run_id, step_id, attempt, error)
        select run_id, step_id, attempt - 1,
               '{"name": "LeaseLapsed", "message": "the worker executing this died or stalled"}'::jsonb
        from leased where lapsed and kind = 'exec')
      select id, claim, run_id, function_id, step_id, kind, attempt, gen from leased order by id`;
    const [, jobs] = await Promise.all([lock, claimed]);
    return [...jobs];
  });
}

/** Renews the leases of what this process works on. A lease taken over by another process is left alone. */
export async function heartbeat(sql: Sql, jobs: Job[], leaseMs: number): Promise<void> {
  if (jobs.length === 0) return;
  await sql`
    update jobs.queue q set lease_until = now() + ${leaseMs} * interval '1 ms'
    from unnest(${jobs.map((job) => job.id)}::bigint[], ${jobs.map((job) => job.claim)}::bigint[]) held(id, claim)
    where q.id = held.id and q.claim = held.claim and q.lease_until is not null`;
}

/** Milliseconds until something falls due (a timer, a retry, a cron), by the database's clock; undefined when nothing will. */
export async function dueIn(sql: Sql, functions: Functions): Promise<number | undefined> {
  const [row] = await sql<{ ms: number | null }[]>`
    select extract(epoch from least(
      (select min(run_at) from jobs.queue where lease_until is null and run_at > now()),
      (select min(lease_until) from jobs.queue where lease_until > now()),
      (select min(next_at) from jobs.crons where function_id = any(${[...functions.keys()]}))) - now())::float8 * 1000 ms`;
  return row?.ms ?? undefined;
}
