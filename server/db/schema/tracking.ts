import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from './columns';
import { messages } from './sends';

export const messageEventTypes = ['delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed', 'converted'] as const;

/**
 * What became of a message after it was sent. `dedupeId` (the provider's event id, or ours) makes a replay harmless. `isBot`: a machine
 * or a scanner, kept and shown apart. Written by server/tracking only, together with the roll-ups of the reports.
 */
export const messageEvents = pgTable(
  'message_events',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    messageId: uuid('message_id').notNull(),
    sendId: uuid('send_id').notNull(),
    /** Null when the contact was erased; no foreign key, the count outlives the person. */
    contactId: uuid('contact_id'),
    type: text('type', { enum: messageEventTypes }).notNull(),
    isBot: boolean('is_bot').notNull().default(false),
    url: text('url'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    occurredAt: instant('occurred_at').notNull(),
    dedupeId: text('dedupe_id').notNull().default(sql`uuid_v7()::text`),
    createdAt: createdAt(),
  },
  (t) => [
    unique('message_events_dedupe').on(t.orgId, t.dedupeId),
    index('message_events_message').on(t.messageId, t.type, t.occurredAt),
    index('message_events_contact').on(t.orgId, t.contactId, t.occurredAt),
    foreignKey({ columns: [t.orgId, t.messageId], foreignColumns: [messages.orgId, messages.id] }).onDelete('cascade'),
  ],
);
