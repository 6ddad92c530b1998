import * as z from 'zod';
import { eventBatch, eventBatchResult, eventInput, recordedEvent } from '@/contracts/events';
import { recordEvent } from '@/server/events/record-event';
import { recordEvents } from '@/server/events/record-events';
import { endpoint } from '../endpoint';

const tag = 'Events';

export const eventEndpoints = [
  endpoint({
    method: 'POST',
    path: '/events',
    scope: 'write:events',
    tag,
    summary: 'Record events',
    description:
      'Something a contact did, or up to 1,000 of them as `{events: [...]}`; filters count them with `$did`. With an `id` of your own a second delivery changes nothing. A contact that does not exist is refused, or created when the event says `create_contact`. Of a batch, what cannot be recorded is named by its index and does not stop the rest: `recorded + duplicates + rejected` is the number given.',
    body: z.union([eventBatch, eventInput]),
    example: { email: 'ada@example.com', name: 'order.paid', properties: { total: 42 }, id: 'order-1001' },
    response: z.union([recordedEvent, eventBatchResult]),
    status: 201,
    handler: (ctx, { body }) => ('events' in body ? recordEvents(ctx, body.events) : recordEvent(ctx, body)),
  }),
];
