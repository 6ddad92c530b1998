import { sql } from 'drizzle-orm';
import { check, foreignKey, index, json, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization, user } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';

/**
 * A person. `email` and `phone` are stored in their normal form (contacts/normalise), so plain equality is identity.
 * Few indexes on purpose: none on engagement dates (opens stay HOT updates), none per metadata key but one for equality with any.
 * `bucket` is a fixed hash 0–1023 of the id: a fixed-size sample for estimates.
 */
export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    email: text('email'),
    phone: text('phone'),
    name: text('name'),
    country: text('country'),
    timezone: text('timezone'),
    language: text('language'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    lastEmailSentAt: instant('last_email_sent_at'),
    lastEmailOpenedAt: instant('last_email_opened_at'),
    lastEmailClickedAt: instant('last_email_clicked_at'),
    bucket: smallint('bucket').generatedAlwaysAs(sql`((uuid_hash_extended(id, 7) & 1023)::smallint)`),
  },
  (t) => [
    unique('contacts_org_id').on(t.orgId, t.id),
    unique('contacts_org_email').on(t.orgId, t.email),
    unique('contacts_org_phone').on(t.orgId, t.phone),
    // One index, not one each: a tag and two keys of a million together are 28 ms by it, 51 ms by two whose results are joined.
    index('contacts_org_filter').using('gin', t.orgId, t.tags, t.metadata.op('jsonb_path_ops')),
    index('contacts_org_bucket').on(t.orgId, t.bucket),
    // "New since ...", the commonest of date filters; never updated, so that an open stays a HOT update.
    index('contacts_org_created').on(t.orgId, t.createdAt),
    check('contacts_metadata_object', sql`jsonb_typeof(${t.metadata}) = 'object'`),
  ],
);

/** `kind` list: members are rows. `kind` segment: a filter; dynamic ones have no member rows, static ones are frozen at `frozenAt`. */
export const audiences = pgTable(
  'audiences',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['list', 'segment', 'custom'] })
      .notNull()
      .default('list'),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    description: text('description'),
    segmentType: text('segment_type', { enum: ['dynamic', 'static'] }),
    // json, not jsonb: a filter is given back with its keys in the order they were written
    filter: json('filter').$type<unknown>(),
    frozenAt: instant('frozen_at'),
    /** Of a custom audience: how it is made, and its definition (a pixel's is a filter, kept in `filter` with type dynamic). */
    customType: text('custom_type', { enum: ['file_upload', 'customer_match', 'lookalike', 'pixel'] }),
    custom: jsonb('custom').$type<Record<string, unknown>>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('audiences_org_id').on(t.orgId, t.id),
    unique('audiences_org_slug').on(t.orgId, t.slug),
    check(
      'audiences_segment',
      sql`(${t.kind} = 'segment' or ${t.customType} = 'pixel' and ${t.customType} is not null) = (${t.filter} is not null and ${t.segmentType} is not null)`,
    ),
    check('audiences_custom', sql`(${t.kind} = 'custom') = (${t.customType} is not null)`),
  ],
);

export const audienceMembers = pgTable(
  'audience_members',
  {
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.audienceId, t.contactId] }),
    index('audience_members_contact').on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete('cascade'),
  ],
);

export const imports = pgTable(
  'imports',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    result: jsonb('result').$type<unknown>().notNull(),
    createdBy: uuid('created_by').references(() => user.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('imports_org_id').on(t.orgId, t.id),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/** An address that must not be sent to on a channel; the address is in normal form. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    address: text('address').notNull(),
    reason: text('reason', { enum: ['bounce', 'complaint', 'stop', 'unsubscribe', 'manual'] }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('suppressions_org_id').on(t.orgId, t.id), unique('suppressions_address').on(t.orgId, t.channel, t.address)],
);
