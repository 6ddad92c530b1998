import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';

const BUCKETS = 1024; // few enough for the lock table of a default PostgreSQL (6,400), enough that single events rarely meet
const CLASS = 0x7265_706f; // "repo": apart from other advisory locks

/** Until the end of the transaction nobody else decides which event of these messages is the first. Taken in order: no deadlock. */
export async function lockMessages(db: Executor, rows: readonly { messageId: string }[]): Promise<void> {
  // the last twelve bits of a uuid v7 are random
  const buckets = [...new Set(rows.map((row) => Number.parseInt(row.messageId.slice(-3), 16) % BUCKETS))].sort((a, b) => a - b);
  await db.execute(sql`
    select pg_advisory_xact_lock(${CLASS}::int, b::int)
    from (select b from jsonb_array_elements_text(${JSON.stringify(buckets)}::text::jsonb) with ordinality t(b, i) order by i) ordered`);
}
