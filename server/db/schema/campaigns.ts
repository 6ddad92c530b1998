import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { SubjectTestInput } from '@/contracts/subject-test';
import { organization } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';
import { templates } from './sends';

/** A saved plan that launches sends, once or on a schedule. `revision` counts what changed its next occurrence: an older clock is void. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    status: text('status', { enum: ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] })
      .notNull()
      .default('draft'),
    variables: jsonb('variables').$type<Record<string, unknown>>().notNull().default({}),
    /** Null: as the template or the organization says. */
    trackOpens: boolean('track_opens'),
    trackClicks: boolean('track_clicks'),
    rampMinutes: integer('ramp_minutes').notNull().default(0),
    timezone: text('timezone').notNull().default('UTC'),
    /** As given, local or an instant; `startAt` and `endAt` are what they resolve to. */
    startGiven: text('start_given'),
    startAt: instant('start_at'),
    endGiven: text('end_given'),
    endAt: instant('end_at'),
    cron: text('cron'),
    /** Whether a person may receive each occurrence of a recurring campaign, or the campaign once. */
    oncePerPerson: boolean('once_per_person').notNull().default(false),
    goalEvent: text('goal_event'),
    goalWithinDays: integer('goal_within_days'),
    /** The occurrence that its clock waits for; null: none is armed. */
    nextAt: instant('next_at'),
    revision: integer('revision').notNull().default(0),
    /** When it first sent something: after that it is not edited. */
    launchedAt: instant('launched_at'),
    pausedAt: instant('paused_at'),
    /** Why it paused itself. */
    error: text('error'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('campaigns_org_id').on(t.orgId, t.id),
    index('campaigns_next').on(t.nextAt).where(sql`next_at is not null`),
    index('campaigns_goal').on(t.orgId, t.goalEvent).where(sql`goal_event is not null`),
  ],
);

/** Union of the included, without the excluded. A deleted audience leaves a row without id: such a campaign does not launch. */
export const campaignAudiences = pgTable(
  'campaign_audiences',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    // `on delete set null (audience_id)` is in the SQL migration
    audienceId: uuid('audience_id'),
    name: text('name').notNull(),
    role: text('role', { enum: ['include', 'exclude'] }).notNull(),
  },
  (t) => [
    unique('campaign_audiences_once').on(t.campaignId, t.audienceId, t.role),
    index('campaign_audiences_audience').on(t.orgId, t.audienceId),
    foreignKey({ columns: [t.orgId, t.campaignId], foreignColumns: [campaigns.orgId, campaigns.id] }).onDelete('cascade'),
  ],
);

/** The channels of a campaign in the order in which they are tried: a person gets the first that reaches them. */
export const campaignChannels = pgTable(
  'campaign_channels',
  {
    orgId: uuid('org_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    position: smallint('position').notNull(),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    templateId: uuid('template_id'),
    fromAddress: text('from_address'),
    subjectVariants: text('subject_variants').array().notNull().default(sql`'{}'`),
    subjectTest: jsonb('subject_test').$type<SubjectTestInput>(),
  },
  (t) => [
    primaryKey({ columns: [t.campaignId, t.channel] }),
    foreignKey({ columns: [t.orgId, t.campaignId], foreignColumns: [campaigns.orgId, campaigns.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.templateId], foreignColumns: [templates.orgId, templates.id] }),
  ],
);

/** One occurrence of a campaign: launched exactly once, because there is one row for it. */
export const campaignRuns = pgTable(
  'campaign_runs',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    /** The planned time. */
    occurrenceAt: instant('occurrence_at').notNull(),
    status: text('status', { enum: ['launching', 'running', 'finished', 'cancelled', 'failed', 'skipped'] }).notNull(),
    /** Earlier occurrences whose time passed while nobody was there to start them: this one stands for them. */
    missed: integer('missed').notNull().default(0),
    /** Launches of this run: more than one when it failed and was tried again. */
    attempt: integer('attempt').notNull().default(1),
    startedAt: instant('started_at').notNull().default(sql`now()`),
    /** When its people were determined, in one snapshot; the slices are cut from these. */
    evaluatedAt: instant('evaluated_at'),
    people: integer('people').notNull().default(0),
    /** When the last of its sends was made. */
    launchedAt: instant('launched_at'),
    finishedAt: instant('finished_at'),
    error: text('error'),
  },
  (t) => [
    unique('campaign_runs_org_id').on(t.orgId, t.id),
    unique('campaign_runs_once').on(t.campaignId, t.occurrenceAt),
    index('campaign_runs_open').on(t.status).where(sql`status in ('launching', 'running')`),
    foreignKey({ columns: [t.orgId, t.campaignId], foreignColumns: [campaigns.orgId, campaigns.id] }).onDelete('cascade'),
  ],
);

/** The people of a run between its evaluation and its last slice, each with the one channel and slice they are in; then removed. */
export const campaignRecipients = pgTable(
  'campaign_recipients',
  {
    orgId: uuid('org_id').notNull(),
    runId: uuid('run_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    channel: text('channel', { enum: ['email', 'sms'] }).notNull(),
    slice: integer('slice').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.contactId] }),
    index('campaign_recipients_slice').on(t.runId, t.channel, t.slice),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [campaignRuns.orgId, campaignRuns.id] }).onDelete('cascade'),
  ],
);
