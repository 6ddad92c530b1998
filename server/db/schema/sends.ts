import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { type SubjectFigures, subjectVerdicts } from '@/contracts/subject-test';
import { organization, user } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';

export const templates = pgTable(
  'templates',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    /** Null: as the organization says. Not of a version: it says nothing of what people read. */
    trackOpens: boolean('track_opens'),
    trackClicks: boolean('track_clicks'),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('templates_org_id').on(t.orgId, t.id), unique('templates_org_slug').on(t.orgId, t.slug)],
);

/** Immutable. `html`, `text` and `sms` are rendered once from `source` and still hold `{{variables}}`. */
export const templateVersions = pgTable(
  'template_versions',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    templateId: uuid('template_id').notNull(),
    version: integer('version').notNull(),
    source: jsonb('source').$type<unknown>().notNull(),
    subject: text('subject').notNull(),
    html: text('html').notNull(),
    text: text('text').notNull(),
    sms: text('sms').notNull(),
    createdBy: uuid('created_by').references(() => user.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('template_versions_org_id').on(t.orgId, t.id),
    unique('template_versions_number').on(t.templateId, t.version),
    foreignKey({ columns: [t.orgId, t.templateId], foreignColumns: [templates.orgId, templates.id] }).onDelete('cascade'),
  ],
);

/**
 * Subjects tried on a part of the people. One test of one send, or of all slices of a campaign's occurrence; decided once: `decidedAt`
 * is written where it is null, with all that the decision says.
 */
export const subjectTests = pgTable(
  'subject_tests',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** The foreign key is in the SQL migration. */
    campaignRunId: uuid('campaign_run_id'),
    percent: smallint('percent').notNull(),
    waitMinutes: integer('wait_minutes').notNull(),
    by: text('by', { enum: ['opens', 'clicks'] }).notNull(),
    decidedAt: instant('decided_at'),
    winner: smallint('winner'),
    /** `user:<uuid>`, `api_key:<uuid>`; null when it was decided by the figures. */
    decidedBy: text('decided_by'),
    verdict: text('verdict', { enum: subjectVerdicts }),
    statement: text('statement'),
    figures: jsonb('figures').$type<SubjectFigures>().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [unique('subject_tests_org_id').on(t.orgId, t.id), unique('subject_tests_run').on(t.campaignRunId)],
);

/** One launch to one audience. Times are resolved before they get here; local time and zone are kept to show and to re-resolve. */
export const sends = pgTable(
  'sends',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    audienceId: uuid('audience_id'),
    audienceName: text('audience_name').notNull(),
    /** Launched by a campaign (`campaign:<uuid>`) or a step of an automation (`automation:<uuid>`); null: by hand or API. */
    origin: text('origin'),
    /** Instead of one audience: the people of a filter, evaluated when the send starts. */
    filter: json('filter').$type<unknown>(),
    pausedAt: instant('paused_at'),
    /** Times that it was resumed: functions of before a pause are void. */
    resumes: integer('resumes').notNull().default(0),
    /** Milliseconds that pauses took from its messages in all; see the messages' own. */
    delayedMs: bigint('delayed_ms', { mode: 'number' }).notNull().default(0),
    /** The run of a campaign that it is part of: one send for each channel and slice. The foreign key is in the SQL migration. */
    campaignRunId: uuid('campaign_run_id'),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    status: text('status', { enum: ['scheduled', 'sending', 'paused', 'finished', 'cancelled'] })
      .notNull()
      .default('scheduled'),
    fromAddress: text('from_address').notNull(),
    templateVersionId: uuid('template_version_id').notNull(),
    subjectVariants: text('subject_variants').array().notNull(),
    subjectTestId: uuid('subject_test_id'),
    /** Of its test, once frozen: who gets it, who waits for it, and when the wait is over. */
    testSize: integer('test_size'),
    restSize: integer('rest_size'),
    restAt: instant('rest_at'),
    /** When those who waited were given the subject that was decided on. */
    releasedAt: instant('released_at'),
    variables: jsonb('variables').$type<Record<string, unknown>>().notNull(),
    /** Decided when it was scheduled (`decide-tracking.ts`). */
    trackOpens: boolean('track_opens').notNull().default(true),
    trackClicks: boolean('track_clicks').notNull().default(true),
    rampMinutes: integer('ramp_minutes').notNull(),
    scheduledLocal: text('scheduled_local'),
    scheduledTz: text('scheduled_tz'),
    tzdataVersion: text('tzdata_version'),
    sliceIndex: integer('slice_index'),
    sliceOf: integer('slice_of'),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** When the recipients were written to `messages`; null while a dynamic audience waits for its start. */
    frozenAt: instant('frozen_at'),
    total: integer('total').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    cancelledAt: instant('cancelled_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('sends_org_id').on(t.orgId, t.id),
    index('sends_org_audience').on(t.orgId, t.audienceId),
    index('sends_subject_test').on(t.subjectTestId).where(sql`subject_test_id is not null`),
    index('sends_rest').on(t.restAt).where(sql`rest_at is not null and released_at is null`),
    index('sends_org_origin').on(t.orgId, t.origin).where(sql`origin is not null`),
    uniqueIndex('sends_campaign_slice')
      .on(t.campaignRunId, t.channel, sql`coalesce(slice_index, 0)`)
      .where(sql`campaign_run_id is not null`),
    // audience: `on delete set null (audience_id)` is in the SQL migration (drizzle cannot say it)
    foreignKey({ columns: [t.orgId, t.templateVersionId], foreignColumns: [templateVersions.orgId, templateVersions.id] }),
    foreignKey({ columns: [t.orgId, t.subjectTestId], foreignColumns: [subjectTests.orgId, subjectTests.id] }),
  ],
);

/**
 * The ledger: one row per (send, contact), deliverable or not. `position` is the 0-based place k in the ramp (null when nothing
 * is to be sent). `claimed` may be re-claimed once its lease is over; `sending`, committed before the provider is called, may not.
 * A `scheduled` message without `scheduled_at` waits for its send's test of subjects (variant -1: none yet), and nothing claims it.
 * For a `scheduled` message that the provider put off, `lease_until` is the earliest next try; `scheduled_at` stays as planned.
 * Of a cancelled send what waits counts as cancelled at once; its rows follow (server/sends/ledger-now.ts).
 */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    sendId: uuid('send_id').notNull(),
    contactId: uuid('contact_id'),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    address: text('address'),
    status: text('status', {
      enum: ['scheduled', 'claimed', 'sending', 'sent', 'failed', 'suppressed', 'unreachable', 'duplicate', 'cancelled', 'unknown'],
    }).notNull(),
    variant: smallint('variant').notNull().default(0),
    position: integer('position'),
    scheduledAt: instant('scheduled_at'),
    /** What of its send's `delayed_ms` is in `scheduled_at`: the rest is added when it is read, and kept when it is claimed. */
    delayedMs: bigint('delayed_ms', { mode: 'number' }).notNull().default(0),
    attempt: integer('attempt').notNull().default(0),
    fence: uuid('fence'),
    leaseUntil: instant('lease_until'),
    sentAt: instant('sent_at'),
    providerId: text('provider_id'),
    error: text('error'),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('messages_org_id').on(t.orgId, t.id),
    unique('messages_once').on(t.sendId, t.contactId),
    // what is still to be delivered; it empties as a send goes on
    index('messages_open').on(t.sendId, t.position).where(sql`status in ('scheduled', 'claimed', 'sending')`),
    index('messages_contact').on(t.orgId, t.contactId),
    index('messages_open_address').on(t.orgId, t.address).where(sql`status in ('scheduled', 'claimed')`),
    foreignKey({ columns: [t.orgId, t.sendId], foreignColumns: [sends.orgId, sends.id] }).onDelete('cascade'),
    // contact: `on delete set null (contact_id)` is in the SQL migration
  ],
);
