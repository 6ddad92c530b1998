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
    /** The definition that was last evaluated, with that of the audiences nested in it: another one is evaluated anew. */
    definition: text('definition'),
    watchedSince: instant('watched_since').notNull().default(sql`now()`),
    evaluatedAt: instant('evaluated_at'),
  },
  (t) => [
    unique('watched_audiences_org_id').on(t.orgId, t.audienceId),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/** From when to when an audience was followed: what its stays can tell about. `endedAt` null while it is. */
export const watchPeriods = pgTable(
  'watch_periods',
  {
    orgId: uuid('org_id').notNull(),
    audienceId: uuid('audience_id').notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.audienceId, t.beganAt] }),
    uniqueIndex('watch_periods_open').on(t.audienceId).where(sql`ended_at is null`),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);

/**
 * How far each organization's change log has been read. `snapshot` is a `pg_snapshot`: what it sees has been followed, and its xmin is where
 * the next read of the log begins. Whoever follows holds this row.
 */
export const changeReaders = pgTable('change_readers', {
  orgId: uuid('org_id')
    .primaryKey()
    .references(() => organization.id, { onDelete: 'cascade' }),
  snapshot: text('snapshot').notNull().default(sql`pg_current_snapshot()::text`),
  /** The moment of the last evaluation: relative dates count from it, and it never goes back. */
  followedAt: instant('followed_at'),
  /** Until when `membership_due` knows every contact that time alone may move; null when no watched audience has a relative date. */
  dueUntil: instant('due_until'),
});

/**
 * Contacts that a relative date may move between `dueAt` and `until`. Taken at `dueAt`: they are evaluated, and the rest of the span is
 * divided into shorter ones, so that somebody is looked at a few times in all and at the right second. No foreign key to the contact.
 */
export const membershipDue = pgTable(
  'membership_due',
  {
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    contactId: uuid('contact_id').notNull(),
    dueAt: instant('due_at').notNull(),
    until: instant('until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.dueAt, t.contactId] })],
);

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
    index('audience_stays_entered').on(t.audienceId, t.enteredAt),
    index('audience_stays_contact').on(t.orgId, t.contactId, t.enteredAt),
    index('audience_stays_left').on(t.audienceId, t.leftAt).where(sql`left_at is not null`),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);
