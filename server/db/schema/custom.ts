import { sql } from 'drizzle-orm';
import { boolean, customType, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization, user } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';
import { audiences, contacts } from './contacts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const matchKinds = ['email', 'phone', 'name_country', 'external_id'] as const;

/**
 * What was uploaded to a custom audience, as SHA-256 hashes only: kept, so that a contact who arrives later is matched then. `rowId` is
 * made from the row's hashes: the same person uploaded twice is one row.
 */
export const audienceKeys = pgTable(
  'audience_keys',
  {
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    rowId: uuid('row_id').notNull(),
    kind: text('kind', { enum: matchKinds }).notNull(),
    hash: bytea('hash').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.audienceId, t.rowId, t.kind] }),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/** One upload, in figures: no cell of the file is kept. */
export const audienceUploads = pgTable(
  'audience_uploads',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    result: jsonb('result').$type<Record<string, unknown>>().notNull(),
    createdBy: uuid('created_by').references(() => user.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('audience_uploads_org_id').on(t.orgId, t.id),
    index('audience_uploads_audience').on(t.audienceId, t.id),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/**
 * A website that reports what its visitors do. Its secret signs who a visitor is; it is derived from MUSTER_SECRET, the id and
 * `secretVersion`, so nothing that is stored here lets anybody sign.
 */
export const pixels = pgTable(
  'pixels',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Origins whose pages may report, as browsers write them: `https://shop.example`. */
    origins: text('origins').array().notNull(),
    requireConsent: boolean('require_consent').notNull().default(true),
    /** Days that events of visitors nobody has identified are kept. */
    retentionDays: integer('retention_days').notNull().default(90),
    secretVersion: integer('secret_version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('pixels_org_id').on(t.orgId, t.id)],
);

/** A browser on a pixel's site, under a random key that it made itself; `contactId` once it was identified. */
export const pixelVisitors = pgTable(
  'pixel_visitors',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    pixelId: uuid('pixel_id').notNull(),
    key: text('key').notNull(),
    contactId: uuid('contact_id'),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
  },
  (t) => [
    unique('pixel_visitors_org_id').on(t.orgId, t.id),
    unique('pixel_visitors_key').on(t.pixelId, t.key),
    index('pixel_visitors_contact').on(t.orgId, t.contactId),
    index('pixel_visitors_seen').on(t.lastSeenAt),
    foreignKey({ columns: [t.orgId, t.pixelId], foreignColumns: [pixels.orgId, pixels.id] }).onDelete('cascade'),
    // an erased person's browser goes with them
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete('cascade'),
  ],
);

/** What a visitor did before anybody knew who it was; moved to `contact_events` on identification, else dropped after `retentionDays`. */
export const pixelEvents = pgTable(
  'pixel_events',
  {
    orgId: uuid('org_id').notNull(),
    visitorId: uuid('visitor_id').notNull(),
    /** The event's own id, made by the browser: a second delivery is ignored. */
    key: text('key').notNull(),
    name: text('name').notNull(),
    properties: jsonb('properties').$type<Record<string, unknown>>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.visitorId, t.key] }),
    index('pixel_events_occurred').on(t.occurredAt),
    foreignKey({ columns: [t.orgId, t.visitorId], foreignColumns: [pixelVisitors.orgId, pixelVisitors.id] }).onDelete('cascade'),
  ],
);

/** Signatures and click tokens that were used, and by which browser: another one that shows the same is refused. Kept while they are valid. */
export const pixelSignatures = pgTable(
  'pixel_signatures',
  { orgId: uuid('org_id').notNull(), hash: bytea('hash').notNull(), visitorId: uuid('visitor_id').notNull(), createdAt: createdAt() },
  (t) => [
    primaryKey({ columns: [t.orgId, t.hash] }),
    foreignKey({ columns: [t.orgId, t.visitorId], foreignColumns: [pixelVisitors.orgId, pixelVisitors.id] }).onDelete('cascade'),
  ],
);
