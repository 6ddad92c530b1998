import { sql } from 'drizzle-orm';
import { bigint, customType, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth';
import { createdAt, instant } from './columns';
import { audiences } from './contacts';

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * The change log: every committed change of something that a filter can see of a contact, written by statement triggers. Read by
 * `xid >= pg_snapshot_xmin` of the last reader, never by a sequence: a late commit would be skipped. No foreign keys: it outlives both.
 * `cause`: the setting `muster.cause` of the transaction (`import:<uuid>`, `api_key:<uuid>` ...), else the table that changed.
 */
export const contactChanges = pgTable(
  'contact_changes',
  {
    orgId: uuid('org_id').notNull(),
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
    contactId: uuid('contact_id').notNull(),
    cause: text('cause').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('contact_changes_xid').on(t.orgId, t.xid)],
);

/** Who wants to know when somebody enters or leaves: `history` (switched on by hand), `automation:<uuid>`, `ads:<uuid>`. */
export const audienceWatches = pgTable(
  'audience_watches',
  {
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    watcher: text('watcher').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.audienceId, t.watcher] }),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/** How far the membership of a watched audience has been followed. `stale`: its definition changed, evaluate everybody again. */
export const watchedAudiences = pgTable(
  'watched_audiences',
  {
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').primaryKey(),
    state: text('state', { enum: ['stale', 'live', 'broken'] })
      .notNull()
      .default('stale'),
    /** Why it cannot be evaluated, when broken. */
    error: text('error'),
    /** What made it stale: the cause that its changes will carry. */
    staleCause: text('stale_cause'),
    watchedSince: instant('watched_since').notNull().default(sql`now()`),
    evaluatedAt: instant('evaluated_at'),
  },
  (t) => [
    unique('watched_audiences_org_id').on(t.orgId, t.audienceId),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/** How far each organization's change log has been read: the watermark of the next read. */
export const changeReaders = pgTable('change_readers', {
  orgId: uuid('org_id')
    .primaryKey()
    .references(() => organization.id, { onDelete: 'cascade' }),
  xid: xid8('xid').notNull(),
});

/**
 * Membership history of watched audiences as intervals: one row per stay, `leftAt` null while inside. The rows without `leftAt` are the
 * current membership. The contact is no foreign key: the history outlives an erased person as an id alone.
 */
export const audienceStays = pgTable(
  'audience_stays',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    enteredAt: instant('entered_at').notNull(),
    /** `watch` for those who were inside when the watch began. */
    enteredBy: text('entered_by').notNull(),
    leftAt: instant('left_at'),
    leftBy: text('left_by'),
  },
  (t) => [
    uniqueIndex('audience_stays_inside').on(t.audienceId, t.contactId).where(sql`left_at is null`),
    index('audience_stays_contact').on(t.orgId, t.contactId, t.enteredAt),
    index('audience_stays_left').on(t.audienceId, t.leftAt).where(sql`left_at is not null`),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);
