import { sql } from 'drizzle-orm';
import type { Database, Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';

const CHUNK = 20_000;
const CLASS = 0x7461_6c6c; // "tall": one folder at a time

/** Moves what waits into the tallies, once a minute; whoever counts reads the same before and after. Answers the rows moved. */
export async function foldTallies(db: Database): Promise<number> {
  let folded = 0;
  for (let n = CHUNK; n === CHUNK; folded += n) n = await transact(db, foldChunk);
  return folded;
}

async function foldChunk(tx: Executor): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CLASS}::bigint)`);
  const [row] = await tx.execute<{ n: number }>(sql`
    with moved as (
      delete from send_tally_deltas where ctid = any (array(select ctid from send_tally_deltas limit ${CHUNK})) returning *
    ),
    folded as (
      insert into send_tallies as t (org_id, send_id, variant, status, n)
      select d.org_id, d.send_id, d.variant, d.status, sum(d.n)
      from moved d join sends s on s.org_id = d.org_id and s.id = d.send_id
      group by 1, 2, 3, 4
      having sum(d.n) <> 0
      on conflict (send_id, variant, status) do update set n = t.n + excluded.n
    )
    select count(*)::int as n from moved`);
  return row?.n ?? 0;
}
