import { sql } from 'drizzle-orm';
import { date, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns';
import { audiences } from './contacts';
import { sends } from './sends';
import { messageEventTypes } from './tracking';

export const reportTypes = ['sent', ...messageEventTypes] as const;

/**
 * What reports count by: `event`, the UTC day when something happened; `send`, the UTC day when its message was due, so that rates are
 * shares of the same messages and late events land where their message is.
 */
export const reportBases = ['event', 'send'] as const;

const counts = () => ({
  /** What people did, every time. */
  events: integer('events').notNull(),
  /** Messages with at least one such event of a person; it counts where the first of them is. */
  firsts: integer('firsts').notNull(),
  /** What machines did. */
  bots: integer('bots').notNull(),
  /** Messages with at least one such event of a machine. */
  botFirsts: integer('bot_firsts').notNull().default(0),
});

/** Of `firsts`, those of sends whose opens, or clicks, are tracked: what a rate of them is a share of. */
const tracked = () => ({
  opensTracked: integer('opens_tracked').notNull().default(0),
  clicksTracked: integer('clicks_tracked').notNull().default(0),
});

/**
 * What intake adds to the reports: only ever appended, so that nobody waits for a hot counter, and read together with the totals until it
 * is folded into them. No foreign keys: a row lives for minutes, and folding leaves out what is gone.
 */
export const reportDeltas = pgTable(
  'report_deltas',
  {
    orgId: uuid('org_id').notNull(),
    sendId: uuid('send_id').notNull(),
    contactId: uuid('contact_id'),
    variant: smallint('variant').notNull(),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    type: text('type', { enum: reportTypes }).notNull(),
    at: instant('at').notNull(),
    /** When the message was due. */
    dueAt: instant('due_at').notNull(),
    ...counts(),
    recordedAt: instant('recorded_at').notNull().default(sql`now()`),
  },
  (t) => [index('report_deltas_recorded').on(t.orgId, t.recordedAt)],
);

/** Totals by day and send. They and `report_deltas` together are the report. */
export const reportDays = pgTable(
  'report_days',
  {
    orgId: uuid('org_id').notNull(),
    basis: text('basis', { enum: reportBases }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    sendId: uuid('send_id').notNull(),
    variant: smallint('variant').notNull(),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    type: text('type', { enum: reportTypes }).notNull(),
    ...counts(),
    ...tracked(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.basis, t.day, t.sendId, t.variant, t.channel, t.type] }),
    index('report_days_send').on(t.orgId, t.sendId),
    foreignKey({ columns: [t.orgId, t.sendId], foreignColumns: [sends.orgId, sends.id] }).onDelete('cascade'),
  ],
);

/** Totals by day and audience: whoever was in it when it happened, and all of what was sent to it. */
export const reportAudienceDays = pgTable(
  'report_audience_days',
  {
    orgId: uuid('org_id').notNull(),
    basis: text('basis', { enum: reportBases }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    audienceId: uuid('audience_id').notNull(),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    type: text('type', { enum: reportTypes }).notNull(),
    ...counts(),
    ...tracked(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.basis, t.day, t.audienceId, t.channel, t.type] }),
    index('report_audience_days_audience').on(t.audienceId),
    foreignKey({ columns: [t.orgId, t.audienceId], foreignColumns: [audiences.orgId, audiences.id] }).onDelete('cascade'),
  ],
);
