import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { crashpoint } from './crashpoint';
import type { OpenSend } from './open-send';
import type { Result, recordOutcomes } from './record-outcomes';

/** Results of which some say that the address is dead: those addresses are suppressed in the same transaction. */
export async function recordWithBounces(
  db: Database,
  send: OpenSend,
  results: readonly Result[],
  addresses: ReadonlyMap<string, string>,
  fence: string,
  record: typeof recordOutcomes,
): Promise<void> {
  await db.transaction(async (tx) => {
    await record(tx, results, fence);
    for (const result of results) {
      const address = addresses.get(result.id);
      if (!result.hard_bounce || !address) continue;
      await tx.execute(sql`
        insert into suppressions (org_id, channel, address, reason) values (${send.orgId}, ${send.channel}, ${address}, 'bounce')
        on conflict do nothing`);
    }
    crashpoint('suppress.after');
  });
}
