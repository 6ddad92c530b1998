import { newRequestId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
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
    const dead = results.filter((r) => r.hard_bounce);
    const detail = (r: Result) => ({ bounce: 'hard', ...(r.error && { reason: r.error }) });
    await recordMessageEvents(
      { ...ctx, db: tx },
      dead.map((r) => ({ messageId: r.id, type: 'bounced' as const, occurredAt: ctx.now, detail: detail(r) })),
    );
    for (const result of dead) {
      const address = addresses.get(result.id);
      if (address) await suppressRecipient({ ...ctx, db: tx }, { channel: send.channel, address, reason: 'bounce' });
    }
    crashpoint('suppress.after');
  });
}
