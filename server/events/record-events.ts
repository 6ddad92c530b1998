import type { EventBatchResult, EventGiven } from '@/contracts/events';
import type { Ctx } from '@/server/context';
import { type CheckedEvent, checkEvent, whoOf } from './check-event';
import { storeEvents } from './store-events';

/**
 * Records up to 1,000 things that contacts did, in one transaction. One that cannot be recorded is refused by its index and does not stop
 * the others: `recorded + duplicates + rejected.length` is their number. Events are data, not changes to data: they are not audited.
 */
export async function recordEvents(ctx: Ctx, events: readonly EventGiven[]): Promise<EventBatchResult> {
  const rejected: EventBatchResult['rejected'] = [];
  const good: { index: number; event: CheckedEvent }[] = [];
  for (const [index, input] of events.entries()) {
    const event = checkEvent(input, ctx.now);
    if ('issue' in event)
      rejected.push({ index, code: event.issue.code, message: `${event.issue.path.join('.')}: ${event.issue.message}` });
    else good.push({ index, event });
  }
  const stored = await storeEvents(
    ctx,
    good.map(({ event }) => event),
  );
  let recorded = 0;
  for (const [i, { index, event }] of good.entries()) {
    const { contactId, recorded: isNew } = stored.events[i] ?? { contactId: null, recorded: false };
    if (!contactId) rejected.push({ index, code: 'unknown_contact', message: `${whoOf(event)}: ${UNKNOWN}` });
    else if (isNew) recorded++;
  }
  rejected.sort((a, b) => a.index - b.index);
  return { recorded, duplicates: events.length - rejected.length - recorded, contacts_created: stored.contactsCreated, rejected };
}

export const UNKNOWN = 'no contact has it; create the contact first, or send create_contact with an email or phone';
