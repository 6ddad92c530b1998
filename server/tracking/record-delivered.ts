import { byOrganization, messageContext, trackedMessages } from '@/server/auth/tracked-messages';
import type { Database } from '@/server/db/client';
import { Gatherer } from '@/server/db/gather';
import { transact } from '@/server/db/retry';
import { recordMessageEvents } from './record-message-events';

type Delivered = { messageId: string; at: Date };
const gatherers = new WeakMap<Database, Gatherer<Delivered, undefined>>();

/**
 * Notes that a mail program has a message: the local catcher says so, which is provider and mailbox in one. Many at once share
 * transactions. A message that the ledger does not have (a test) is nothing.
 */
export async function recordDelivered(db: Database, messageId: string): Promise<void> {
  let gatherer = gatherers.get(db);
  if (!gatherer) {
    gatherer = new Gatherer((items) => recordAll(db, items), 1_000);
    gatherers.set(db, gatherer);
  }
  await gatherer.add({ messageId, at: new Date() });
}

async function recordAll(db: Database, items: readonly Delivered[]): Promise<undefined[]> {
  const known = await trackedMessages(
    db,
    items.map((i) => i.messageId),
  );
  const found = items.flatMap((item) => known.get(item.messageId) ?? []);
  const at = new Map(items.map((i) => [i.messageId, i.at]));
  for (const messages of byOrganization(found, (m) => m)) {
    const [first] = messages;
    if (!first) continue;
    const ctx = messageContext(db, first);
    const events = messages.map((m) => ({ messageId: m.id, type: 'delivered' as const, occurredAt: at.get(m.id) ?? ctx.now }));
    await transact(db, (tx) => recordMessageEvents({ ...ctx, db: tx }, events));
  }
  return items.map(() => undefined);
}
