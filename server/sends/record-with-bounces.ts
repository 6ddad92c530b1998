import { newRequestId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';
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
  const ctx = { orgId: send.orgId, actor: { type: 'job', id: send.id }, now: new Date(), requestId: newRequestId() } as const;
  await db.transaction(async (tx) => {
    await record(tx, results, fence);
    for (const result of results) {
      const address = addresses.get(result.id);
      if (result.hard_bounce && address) await suppressRecipient({ ...ctx, db: tx }, { channel: send.channel, address, reason: 'bounce' });
    }
    crashpoint('suppress.after');
  });
}
