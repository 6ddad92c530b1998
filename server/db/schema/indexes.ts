import { bigint, doublePrecision, index, integer, json, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth';
import { createdAt, id, instant } from './columns';

/** Filters that took long to count, by their shape (values aside): what the adviser looks at. */
export const slowFilters = pgTable(
  'slow_filters',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** The filter with every value replaced by `?`. */
    shape: text('shape').notNull(),
    /** The latest filter of that shape. */
    filter: json('filter').$type<unknown>().notNull(),
    runs: integer('runs').notNull(),
    totalMs: doublePrecision('total_ms').notNull(),
    maxMs: doublePrecision('max_ms').notNull(),
    /** How many contacts matched last; null when it did not end in time. */
    matches: integer('matches'),
    lastSeenAt: instant('last_seen_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('slow_filters_org_id').on(t.orgId, t.id), unique('slow_filters_shape').on(t.orgId, t.shape)],
);

/** Indexes of one organization's contacts on one field, built on its request. `name`: of the index in the database. */
export const filterIndexes = pgTable(
  'filter_indexes',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** As filters write it: `createdAt`, `metadata.ltv`. */
    field: text('field').notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: ['building', 'ready', 'failed', 'dropping'] })
      .notNull()
      .default('building'),
    error: text('error'),
    /** The filter that is explained before and after. */
    filter: json('filter').$type<unknown>().notNull(),
    planBefore: text('plan_before'),
    planAfter: text('plan_after'),
    msBefore: doublePrecision('ms_before'),
    msAfter: doublePrecision('ms_after'),
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    /** Scans of the index when last looked at, and when they last grew. */
    scans: bigint('scans', { mode: 'number' }).notNull().default(0),
    usedAt: instant('used_at'),
    readyAt: instant('ready_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('filter_indexes_org_id').on(t.orgId, t.id),
    unique('filter_indexes_field').on(t.orgId, t.field),
    index('filter_indexes_status').on(t.orgId, t.status),
  ],
);
