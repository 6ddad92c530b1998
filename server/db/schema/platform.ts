import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth';
import { createdAt, id, instant } from './columns';

/** Append-only (a trigger refuses UPDATE and DELETE of single rows); written in the transaction of what it records. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    actorType: text('actor_type', { enum: ['user', 'api_key', 'job', 'webhook', 'recipient'] }).notNull(),
    actorId: text('actor_id').notNull(),
    action: text('action').notNull(),
    target: text('target').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    requestId: text('request_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('audit_log_org_id').on(t.orgId, t.id)],
);

/**
 * The first answer to a key, written in the transaction of what it answers for: there is no row without its effect, and no effect
 * without its row. While the first call runs, an advisory lock of its transaction says so. Kept 24 hours.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    route: text('route').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    status: integer('status').notNull(),
    /** The body as it was sent, byte for byte. */
    response: text('response').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.route, t.key] }), index('idempotency_keys_created').on(t.createdAt)],
);

/** Events for the step functions, committed with the data that they are about; the relay sends each under its fixed id. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    eventId: text('event_id').notNull().unique(),
    name: text('name').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    sentAt: instant('sent_at'),
  },
  (t) => [index('outbox_waiting').on(t.id).where(sql`sent_at is null`)],
);

/** Token buckets of the rate limiter. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  tokens: integer('tokens').notNull(),
  refilledAt: instant('refilled_at').notNull(),
});

/** Mail and SMS taken by the local catcher (demo and tests only). `orgId` is null when the message names no organization. */
export const mailbox = pgTable(
  'mailbox',
  {
    id: id(),
    orgId: uuid('org_id'),
    /** Mail about a person's account, which is theirs alone. */
    userId: uuid('user_id'),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    fromAddress: text('from_address').notNull(),
    toAddress: text('to_address').notNull(),
    subject: text('subject').notNull().default(''),
    messageId: text('message_id'),
    raw: text('raw').notNull(),
    receivedAt: instant('received_at').notNull().default(sql`now()`),
  },
  (t) => [
    index('mailbox_org').on(t.orgId, t.id),
    index('mailbox_user').on(t.userId, t.id).where(sql`user_id is not null`),
    // The SMS stand-in deduplicates by the key of the request, which it keeps as message id.
    uniqueIndex('mailbox_sms_key').on(t.messageId).where(sql`channel = 'sms'`),
  ],
);
