import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';

/** Drops what is only kept for a while: idempotency keys after a day, sent outbox rows after a week, links of mails once they are void. */
export async function sweepRecords(db: Database): Promise<void> {
  await db.execute(sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
  await db.execute(sql`delete from verifications where expires_at < now()`);
  await db.execute(sql`delete from outbox where sent_at < now() - interval '7 days'`);
}
