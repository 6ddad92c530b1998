import { newRequestId, type TxCtx } from '@/server/context';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';
import { crashpoint } from './crashpoint';
import type { OpenSend } from './open-send';
import type { Result, recordOutcomes } from './record-outcomes';
import type { World } from './world';

/** Messages of which the address proved dead when they were handed over. */
export type OnBounced = (tx: TxCtx, bounces: { messageId: string; reason: string | null }[]) => Promise<unknown>;

/** Results of which some say that the address is dead: those addresses are suppressed, and the bounces noted, in the same transaction. */
export async function recordWithBounces(
  { db, onBounced }: Pick<World, 'db' | 'onBounced'>,
  send: OpenSend,
  results: readonly Result[],
  addresses: ReadonlyMap<string, string>,
  fence: string,
  record: typeof recordOutcomes,
): Promise<void> {
  const ctx = { orgId: send.orgId, actor: { type: 'job', id: send.id }, now: new Date(), requestId: newRequestId() } as const;
  const dead = results.filter((r) => r.hard_bounce);
  await db.transaction(async (tx) => {
    await record(tx, results, fence);
    await onBounced?.(
      { ...ctx, db: tx },
      dead.map((r) => ({ messageId: r.id, reason: r.error })),
    );
    for (const result of dead) {
      const address = addresses.get(result.id);
      if (address) await suppressRecipient({ ...ctx, db: tx }, { channel: send.channel, address, reason: 'bounce' });
    }
    crashpoint('suppress.after');
  });
}
