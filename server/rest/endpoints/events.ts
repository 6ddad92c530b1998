import * as z from 'zod';
import {
  contactEventSchema,
  contactTimelineQuery,
  eventBatch,
  eventBatchResult,
  eventInput,
  eventsQuery,
  recordedEvent,
  timelineEntry,
} from '@/contracts/events';
import { idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { listEvents } from '@/server/events/list-events';
import { recordEvent } from '@/server/events/record-event';
import { recordEvents } from '@/server/events/record-events';
import { contactTimeline } from '@/server/tracking/contact-timeline';
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
  endpoint({
    method: 'GET',
    path: '/events',
    scope: 'read:events',
    tag,
    summary: 'List the events of a contact',
    description: 'Last recorded first.',
    query: eventsQuery,
    response: pageOf(contactEventSchema),
    status: 200,
    handler: (ctx, { query: { contact_id, ...query } }) => listEvents(ctx, { contactId: contact_id, ...query }),
  }),
  endpoint({
    method: 'GET',
    path: '/contacts/:id/timeline',
    scope: 'read:events',
    tag,
    summary: 'Everything that happened with a contact',
    description:
      'Newest first: messages and what became of them, events, coming and going in watched audiences, automations. `is_bot` marks what a machine did: such opens and clicks are kept, and count for nothing.',
    params: z.object({ id: idSchema('contact') }),
    query: contactTimelineQuery,
    response: pageOf(timelineEntry),
    status: 200,
    handler: (ctx, { params, query }) => contactTimeline(ctx, { id: params.id, ...query }),
  }),
];
