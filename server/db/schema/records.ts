import { foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';
import { contacts } from './contacts';

/** Anything a user records about a contact; `$did` filters read it. `dedupeId` makes a replay harmless. */
export const contactEvents = pgTable(
  'contact_events',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    name: text('name').notNull(),
    properties: jsonb('properties').$type<Record<string, unknown>>().notNull().default({}),
    occurredAt: instant('occurred_at').notNull(),
    dedupeId: text('dedupe_id'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('contact_events_dedupe').on(t.orgId, t.dedupeId),
    index('contact_events_contact').on(t.orgId, t.contactId, t.name, t.occurredAt),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete('cascade'),
  ],
);

/** JSON records of a type the organization names (`company`, `order`): `key` is the organization's own id of the record. */
export const records = pgTable(
  'records',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    datatype: text('datatype').notNull(),
    key: text('key').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('records_org_id').on(t.orgId, t.id), unique('records_key').on(t.orgId, t.datatype, t.key)],
);

/** Which contacts a record belongs to; a segment over records selects these, each once. */
export const recordContacts = pgTable(
  'record_contacts',
  { orgId: uuid('org_id').notNull(), recordId: uuid('record_id').notNull(), contactId: uuid('contact_id').notNull() },
  (t) => [
    primaryKey({ columns: [t.recordId, t.contactId] }),
    index('record_contacts_contact').on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.recordId], foreignColumns: [records.orgId, records.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete('cascade'),
  ],
);
