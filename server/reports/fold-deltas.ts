import { sql } from 'drizzle-orm';
import type { Database, Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { byAudienceDay, byDay } from './spread';

/**
 * How long a row waits before it is folded. By then the stays of its moment are written (changes are followed within seconds), so that
 * whom it counts for no longer changes.
 */
const SETTLE_MS = 120_000;
const CHUNK = 20_000;
const CLASS = 0x666f_6c64; // "fold": one folder of an organization at a time

/** Moves what has settled into the totals, for every organization. Called once a minute; a report reads the same before and after. */
export async function foldDeltas(db: Database, settleMs = SETTLE_MS): Promise<number> {
  const before = new Date(Date.now() - settleMs).toISOString();
  const due = await db.execute<{ id: string }>(sql`
    select o.id from organizations o
    where exists (select 1 from report_deltas d where d.org_id = o.id and d.recorded_at <= ${before}::timestamptz)`);
  let folded = 0;
  for (const { id } of due) {
    for (let n = CHUNK; n === CHUNK; folded += n) n = await transact(db, (tx) => foldChunk(tx, id, before));
  }
  return folded;
}

/** Until the end of the transaction: nobody else folds or rebuilds. */
export const lockTotals = (tx: Executor, orgId: string) => tx.execute(sql`select pg_advisory_xact_lock(${CLASS}::int, hashtext(${orgId}))`);

const added = sql`
  set events = t.events + excluded.events, firsts = t.firsts + excluded.firsts, bots = t.bots + excluded.bots,
      opens_tracked = t.opens_tracked + excluded.opens_tracked, clicks_tracked = t.clicks_tracked + excluded.clicks_tracked,
      bot_firsts = t.bot_firsts + excluded.bot_firsts`;

async function foldChunk(tx: Executor, orgId: string, before: string): Promise<number> {
  await lockTotals(tx, orgId);
  const moved = sql`select * from moved`;
  const [row] = await tx.execute<{ n: number }>(sql`
    with moved as (
      delete from report_deltas where ctid = any (array(
        select ctid from report_deltas where org_id = ${orgId}::uuid and recorded_at <= ${before}::timestamptz limit ${CHUNK}))
      returning *
    ),
    days as (
      insert into report_days as t (org_id, basis, day, send_id, variant, channel, type, events, firsts, bots, opens_tracked, clicks_tracked, bot_firsts)
      ${byDay(moved)}
      on conflict (org_id, basis, day, send_id, variant, channel, type) do update
      ${added}
    ),
    audience_days as (
      insert into report_audience_days as t (org_id, basis, day, audience_id, channel, type, events, firsts, bots, opens_tracked, clicks_tracked, bot_firsts)
      ${byAudienceDay(moved)}
      on conflict (org_id, basis, day, audience_id, channel, type) do update
      ${added}
    )
    select count(*)::int as n from moved`);
  return row?.n ?? 0;
}
