import { toJson } from './json';
import { opName, opResult } from './steps';
import type { Op, Sql } from './types';

const MEMOISED = new Set(['StepRun', 'StepFailed']);

/** `stale`: the run ended or the lease was lost; `refused`: an op that cannot be kept, so nothing was written. */
type Checkpoint = { kind: 'ok' } | { kind: 'stale' } | { kind: 'refused'; op: Op };

/**
 * Makes steps durable while their function goes on, renews the lease and resets the attempt count (attempts are per
 * step): one statement, one commit. `item` is the `qi_id` the call was given, `<queue id>:<claim>`.
 */
export async function checkpoint(sql: Sql, runId: string, item: string, ops: Op[], leaseMs: number): Promise<Checkpoint> {
  const refused = ops.find((op) => !MEMOISED.has(op.op));
  if (refused) return { kind: 'refused', op: refused };
  const [id, claim] = item.split(':');
  if (!id || !claim) return { kind: 'stale' };
  const rows = ops.map((op) => ({ id: op.id, name: opName(op), result: opResult(op) }));
  const [row] = await sql<{ held: boolean }[]>`
    with run as (
      select id from jobs.runs where id = ${runId} and status = 'running' for update),
    item as (
      update jobs.queue set attempt = 0, lease_until = now() + ${leaseMs} * interval '1 ms'
      where id = ${id} and claim = ${claim} and lease_until is not null and run_id in (select id from run)
      returning 1),
    step as (
      insert into jobs.steps (run_id, id, op, name, result, seq)
      select ${runId}, s.id, 'StepRun', s.name, s.result, nextval('jobs.step_seq')
      from rows from (jsonb_to_recordset(${toJson(rows)}::text::jsonb) as (id text, name text, result jsonb)) with ordinality s(id, name, result, n)
      where exists (select from item)
      order by s.n
      on conflict do nothing)
    select exists (select from item) held`;
  return { kind: row?.held ? 'ok' : 'stale' };
}
