import type { Sql } from './types';

/**
 * The runner's own tables, in the Postgres schema `jobs`: apart from the product's, so that a migration never meets
 * them and dropping the schema is all it takes to move to another executor. Every statement may run again.
 *
 * - `events`: what was sent; the primary key deduplicates event ids for 24 hours
 * - `runs`: one function started by one event; `parallel` means steps are only run when asked for by id
 * - `steps`: the memo. `result` null = reported but not finished; `seq` = order of completion (the protocol's stack)
 * - `queue`: what is to be done. `step_id` 'step' is a discovery call, a hash a planned step; `kind` timer ends a sleep
 *   or a wait. `lane1`/`lane2` name the concurrency slots it needs ('' = none); `claim` is the fencing token of a lease
 * - `waits`: waitForEvent (`step_id` set) and cancelOn (`!0`, `!1`, ...); `match` is the one equality an index can find
 * - `keys`: idempotency keys, good for 24 hours
 * - `crons`: the next time of each cron trigger
 * - `errors`: every failed attempt, for the operator
 */
const SCHEMA = `
create schema if not exists jobs;

create table if not exists jobs.events (
  id          text primary key,
  name        text not null,
  body        jsonb not null,
  received_at timestamptz not null default now()
);
create index if not exists events_received on jobs.events (received_at);

create table if not exists jobs.runs (
  id          uuid primary key,
  function_id text not null,
  status      text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled')),
  event_id    text not null,
  events      jsonb not null,
  lane1       text not null default '',
  lane2       text not null default '',
  parallel    boolean not null default false,
  parent_run  uuid,
  parent_step text,
  output      jsonb,
  created_at  timestamptz not null default now(),
  ended_at    timestamptz
);
create index if not exists runs_event on jobs.runs (event_id);
create index if not exists runs_created on jobs.runs (created_at);
create index if not exists runs_status on jobs.runs (status, created_at) where status <> 'completed';
create index if not exists runs_ended on jobs.runs (ended_at) where ended_at is not null;

create sequence if not exists jobs.step_seq;
create table if not exists jobs.steps (
  run_id     uuid not null references jobs.runs on delete cascade,
  id         text not null,
  op         text not null,
  name       text,
  race       boolean not null default false,
  result     jsonb,
  seq        bigint,
  created_at timestamptz not null default now(),
  primary key (run_id, id)
);

create sequence if not exists jobs.claim_seq;
create table if not exists jobs.queue (
  id          bigint generated always as identity primary key,
  run_id      uuid not null references jobs.runs on delete cascade,
  function_id text not null,
  step_id     text not null,
  kind        text not null check (kind in ('exec', 'timer')),
  attempt     int not null default 0,
  gen         int not null default 0,
  run_at      timestamptz not null,
  lane1       text not null default '',
  lane2       text not null default '',
  claim       bigint,
  lease_until timestamptz,
  unique (run_id, step_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.1);
create index if not exists queue_lane on jobs.queue (function_id, lane1, lane2, run_at, id) where lease_until is null;
create index if not exists queue_due on jobs.queue (run_at) where lease_until is null;
create index if not exists queue_lease on jobs.queue (lease_until) where lease_until is not null;

create table if not exists jobs.waits (
  run_id  uuid not null references jobs.runs on delete cascade,
  step_id text not null,
  event   text not null,
  expr    text,
  match   text,
  expires timestamptz,
  primary key (run_id, step_id)
);
create index if not exists waits_event on jobs.waits (event, match);

create table if not exists jobs.keys (
  key        text primary key,
  created_at timestamptz not null default now()
);
create index if not exists keys_created on jobs.keys (created_at);

create table if not exists jobs.crons (
  function_id text not null,
  expr        text not null,
  next_at     timestamptz not null,
  primary key (function_id, expr)
);

create table if not exists jobs.errors (
  id      bigint generated always as identity primary key,
  run_id  uuid not null references jobs.runs on delete cascade,
  step_id text,
  name    text,
  attempt int not null,
  error   jsonb not null,
  at      timestamptz not null default now()
);
create index if not exists errors_run on jobs.errors (run_id);
`;

/** Advisory lock keys of the runner: the pair keeps them apart from anyone else's single keys. */
export const LOCK = { space: 7201, schema: 1, claim: 2, prune: 3 } as const;

/**
 * Creates what is missing. Safe to call from several processes at once: two concurrent `create ... if not exists` of the
 * same name may raise, hence the advisory lock, which ends with the transaction.
 */
export async function applySchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK.space}::int, ${LOCK.schema}::int)`;
    await tx.unsafe(SCHEMA);
  });
}
