import { AppError, invalid } from '@/contracts/errors';
import type { EventGiven, RecordedEvent } from '@/contracts/events';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { Gatherer } from '@/server/db/gather';
import { type CheckedEvent, checkEvent, whoOf } from './check-event';
import { UNKNOWN } from './record-events';
import { type StoredEvent, storeEvents } from './store-events';

/**
 * Records something a contact did; `$did` filters count it from then on. With an `id` of the caller's a second delivery changes nothing.
 * Single events that come in at once share a transaction, unless the caller brings one.
 * @throws 422 when no contact has the id or the address
 */
export async function recordEvent(ctx: Ctx, input: EventGiven): Promise<RecordedEvent> {
  const event = checkEvent(input, ctx.now);
  if ('issue' in event) throw new AppError('validation_failed', event.issue.message, [event.issue]);
  const stored = '$client' in ctx.db ? await together(ctx).add({ ctx, event }) : (await storeEvents(ctx, [event])).events[0];
  if (!stored?.contactId) throw invalid([whoOf(event)], 'unknown_contact', UNKNOWN);
  return {
    contact_id: encodeId('contact', stored.contactId),
    name: event.name,
    occurred_at: event.occurredAt.toISOString(),
    recorded: stored.recorded,
  };
}

type Waiting = { ctx: Ctx; event: CheckedEvent };
const gatherers = new WeakMap<Database, Map<string, Gatherer<Waiting, StoredEvent>>>();

/** One for each caller of an organization: what it writes bears the caller's name. */
function together({ db, orgId, actor }: Ctx): Gatherer<Waiting, StoredEvent> {
  const pool = db as Database;
  const known = gatherers.get(pool) ?? new Map<string, Gatherer<Waiting, StoredEvent>>();
  gatherers.set(pool, known);
  const key = `${orgId} ${actor.type} ${actor.id}`;
  let found = known.get(key);
  if (!found) {
    if (known.size >= 1_000) known.clear(); // those at work go on; they are only forgotten
    found = new Gatherer(async (items) => {
      const first = items[0] as Waiting;
      return (
        await storeEvents(
          first.ctx,
          items.map(({ event }) => event),
        )
      ).events;
    });
    known.set(key, found);
  }
  return found;
}
