import { sql } from 'drizzle-orm';
import { byOrganization, messageContext, type TrackedMessage, trackedMessages } from '@/server/auth/tracked-messages';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { Gatherer } from '@/server/db/gather';
import { transact } from '@/server/db/retry';
import { BURST, UNSEEN_MS } from './machine';
import { type MessageEventInput, recordMessageEvents } from './record-message-events';

/** A pixel was loaded, or a link followed. `machine`: why it was no person (tracking/machine.ts), as far as the request tells. */
export type Touch = { messageId: string; at: Date; machine: string | null; agent: string } & (
  | { type: 'opened' }
  | { type: 'clicked'; url: string; place: number }
);
type Held = Touch & { message: TrackedMessage };

const gatherers = new WeakMap<Database, Gatherer<Touch, boolean>>();

/**
 * Records an open or a click of a message whose token was checked, and answers once it is committed: false when the message is gone.
 * Those that come in at once share transactions. The same picture within a minute, and the same link within ten seconds, are one.
 */
export function recordTouch(db: Database, touch: Touch): Promise<boolean> {
  let gatherer = gatherers.get(db);
  if (!gatherer) {
    gatherer = new Gatherer((touches) => recordTouches(db, touches));
    gatherers.set(db, gatherer);
  }
  return gatherer.add(touch);
}

async function recordTouches(db: Database, touches: readonly Touch[]): Promise<boolean[]> {
  const known = await trackedMessages(
    db,
    touches.map((t) => t.messageId),
  );
  const held = touches.flatMap((touch) => {
    const message = known.get(touch.messageId);
    return message ? [{ ...touch, message }] : [];
  });
  for (const mine of byOrganization(held, (t) => t.message)) {
    const first = mine[0];
    if (!first) continue;
    const ctx = messageContext(db, first.message);
    await transact(db, async (tx) => {
      const inside = { ...ctx, db: tx };
      const bursts = await scannedMessages(inside, mine);
      await recordMessageEvents(
        inside,
        mine.map((touch) => toEvent(touch, bursts.has(touch.messageId))),
      );
    });
  }
  return touches.map((t) => known.has(t.messageId));
}

/** Messages sent a moment ago of which many links are being followed at once. */
async function scannedMessages(tx: Ctx, touches: readonly Held[]): Promise<Set<string>> {
  const fresh = touches.filter(
    (t) => t.type === 'clicked' && (!t.message.sentAt || t.at.getTime() - t.message.sentAt.getTime() < BURST.afterSentMs),
  );
  if (!fresh.length) return new Set();
  const since = new Date(Math.min(...fresh.map((t) => t.at.getTime())) - BURST.withinMs).toISOString();
  const ids = JSON.stringify([...new Set(fresh.map((t) => t.messageId))]);
  const rows = await tx.db.execute<{ message_id: string; url: string }>(sql`
    select distinct e.message_id, e.url
    from jsonb_array_elements_text(${ids}::text::jsonb) g(id)
    join message_events e on e.message_id = g.id::uuid and e.type = 'clicked' and e.occurred_at > ${since}::timestamptz
    where e.org_id = ${tx.orgId}::uuid`);
  const links = new Map<string, Set<string>>();
  const add = (id: string, url: string) => links.set(id, (links.get(id) ?? new Set()).add(url));
  for (const row of rows) add(row.message_id, row.url);
  for (const t of fresh) if (t.type === 'clicked') add(t.messageId, t.url);
  return new Set([...links].filter(([, urls]) => urls.size >= BURST.links).map(([id]) => id));
}

function toEvent(touch: Held, burst: boolean): MessageEventInput {
  const { sentAt } = touch.message;
  const unseen = !sentAt || touch.at.getTime() - sentAt.getTime() < UNSEEN_MS;
  const machine =
    touch.machine ?? (unseen ? 'before anybody could see it' : burst && touch.type === 'clicked' ? 'many links at once' : null);
  const who = machine ? 'machine' : 'person';
  const { messageId, at } = touch;
  const common = {
    messageId,
    occurredAt: at,
    isBot: machine !== null,
    detail: { agent: touch.agent.slice(0, 200), ...(machine && { machine }) },
  };
  if (touch.type === 'opened')
    return { ...common, type: 'opened', dedupeId: `open:${messageId}:${who}:${Math.floor(at.getTime() / 60_000)}` };
  const slot = Math.floor(at.getTime() / 10_000);
  return { ...common, type: 'clicked', url: touch.url, dedupeId: `click:${messageId}:${touch.place}:${who}:${slot}` };
}
