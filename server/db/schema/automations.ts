import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, json, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';
import { contacts } from './contacts';
import { sends, templateVersions } from './sends';

/** What its current version says of the trigger stands in columns, so that a change finds its automations by index. */
export const automations = pgTable(
  'automations',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    status: text('status', { enum: ['draft', 'active', 'paused', 'archived'] })
      .notNull()
      .default('draft'),
    version: integer('version').notNull().default(1),
    triggerType: text('trigger_type', { enum: ['audience', 'event', 'schedule', 'webhook'] }).notNull(),
    // `on delete set null (trigger_audience_id)` is in the SQL migration
    triggerAudienceId: uuid('trigger_audience_id'),
    triggerOn: text('trigger_on', { enum: ['enters', 'leaves'] }),
    triggerEvent: text('trigger_event'),
    /** Of a schedule that is active: its next time. */
    nextAt: instant('next_at'),
    /** In the address of its incoming webhook. Secrets are derived from it and `hookGeneration`, none is stored. */
    hookToken: text('hook_token').notNull().unique(),
    hookGeneration: integer('hook_generation').notNull().default(1),
    /** What the owner must look at: a loop was stopped, its audience is gone. */
    problem: text('problem'),
    activatedAt: instant('activated_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('automations_org_id').on(t.orgId, t.id),
    index('automations_audience').on(t.orgId, t.triggerAudienceId).where(sql`status = 'active'`),
    index('automations_next').on(t.nextAt).where(sql`status = 'active' and next_at is not null`),
  ],
);

/** Immutable. */
export const automationVersions = pgTable(
  'automation_versions',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    automationId: uuid('automation_id').notNull(),
    version: integer('version').notNull(),
    // json, not jsonb: filters are given back with their keys in the order they were written
    definition: json('definition').$type<unknown>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('automation_versions_org_id').on(t.orgId, t.id),
    unique('automation_versions_number').on(t.automationId, t.version),
    foreignKey({ columns: [t.orgId, t.automationId], foreignColumns: [automations.orgId, automations.id] }).onDelete('cascade'),
  ],
);

/** Names of events that an automation in use reacts to (trigger, wait, goal): what recording an event looks at first. */
export const automationEvents = pgTable(
  'automation_events',
  { orgId: uuid('org_id').notNull(), event: text('event').notNull(), automationId: uuid('automation_id').notNull() },
  (t) => [
    primaryKey({ columns: [t.orgId, t.event, t.automationId] }),
    foreignKey({ columns: [t.orgId, t.automationId], foreignColumns: [automations.orgId, automations.id] }).onDelete('cascade'),
  ],
);

/** How often each contact entered: the row whose lock makes the rules of re-entry hold. `recent`: entries since `recentSince`, to stop loops. */
export const automationEntries = pgTable(
  'automation_entries',
  {
    orgId: uuid('org_id').notNull(),
    automationId: uuid('automation_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    entries: integer('entries').notNull(),
    active: integer('active').notNull(),
    lastEnteredAt: instant('last_entered_at').notNull(),
    recent: integer('recent').notNull().default(1),
    recentSince: instant('recent_since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.automationId, t.contactId] }),
    index('automation_entries_contact').on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.automationId], foreignColumns: [automations.orgId, automations.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete('cascade'),
  ],
);

/**
 * One contact's way through one version. The row is the truth: the step function that drives it asks it what is next, and one whose
 * `epoch` is not the row's stops. `stepId`, `visit`, `phase`: where the contact is; null at the end. `parked`: nobody drives it until
 * the automation is resumed. The contact becomes null when it is erased, and the run ends.
 */
export const automationRuns = pgTable(
  'automation_runs',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    automationId: uuid('automation_id').notNull(),
    versionId: uuid('version_id').notNull(),
    contactId: uuid('contact_id'),
    entry: integer('entry').notNull(),
    status: text('status', { enum: ['active', 'completed', 'exited', 'stopped', 'failed'] })
      .notNull()
      .default('active'),
    /** Why it ended, as a code; `error` in words when it failed. */
    reason: text('reason'),
    error: text('error'),
    isTest: boolean('is_test').notNull().default(false),
    trigger: jsonb('trigger').$type<Record<string, unknown>>().notNull().default({}),
    /** One run for one occurrence of the trigger. */
    dedupeKey: text('dedupe_key').notNull(),
    /** Automations in a row that led here. */
    chain: integer('chain').notNull().default(0),
    stepId: text('step_id'),
    visit: integer('visit').notNull().default(1),
    phase: integer('phase').notNull().default(0),
    dueAt: instant('due_at'),
    epoch: integer('epoch').notNull().default(0),
    parked: boolean('parked').notNull().default(false),
    restarts: integer('restarts').notNull().default(0),
    startedAt: instant('started_at').notNull().default(sql`now()`),
    endedAt: instant('ended_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('automation_runs_org_id').on(t.orgId, t.id),
    unique('automation_runs_once').on(t.automationId, t.dedupeKey),
    index('automation_runs_list').on(t.automationId, t.id),
    index('automation_runs_contact').on(t.orgId, t.contactId),
    index('automation_runs_active').on(t.automationId, t.versionId).where(sql`status = 'active'`),
    index('automation_runs_due').on(t.dueAt).where(sql`status = 'active'`),
    foreignKey({ columns: [t.orgId, t.automationId], foreignColumns: [automations.orgId, automations.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.versionId], foreignColumns: [automationVersions.orgId, automationVersions.id] }),
    // contact: `on delete set null (contact_id)` is in the SQL migration
  ],
);

/** What became of each step of a run. No addresses and no bodies of answers: it outlives an erased contact. */
export const automationRunSteps = pgTable(
  'automation_run_steps',
  {
    /** Also the `webhook-id` of a webhook step: every try carries the same. */
    id: id(),
    orgId: uuid('org_id').notNull(),
    runId: uuid('run_id').notNull(),
    stepId: text('step_id').notNull(),
    visit: integer('visit').notNull(),
    type: text('type').notNull(),
    status: text('status', { enum: ['running', 'waiting', 'done', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: instant('due_at'),
    result: jsonb('result').$type<Record<string, unknown>>().notNull().default({}),
    error: text('error'),
    startedAt: instant('started_at').notNull().default(sql`clock_timestamp()`),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('automation_run_steps_org_id').on(t.orgId, t.id),
    unique('automation_run_steps_once').on(t.runId, t.stepId, t.visit),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [automationRuns.orgId, automationRuns.id] }).onDelete('cascade'),
  ],
);

/** Which send holds the messages of a step: one for each (version, step, nth entry, version of the template, what is tracked). */
export const automationSends = pgTable(
  'automation_sends',
  {
    orgId: uuid('org_id').notNull(),
    versionId: uuid('version_id').notNull(),
    stepId: text('step_id').notNull(),
    entry: integer('entry').notNull(),
    templateVersionId: uuid('template_version_id').notNull(),
    trackOpens: boolean('track_opens').notNull().default(true),
    trackClicks: boolean('track_clicks').notNull().default(true),
    sendId: uuid('send_id').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'automation_sends_place',
      columns: [t.versionId, t.stepId, t.entry, t.templateVersionId, t.trackOpens, t.trackClicks],
    }),
    unique('automation_sends_send').on(t.orgId, t.sendId),
    foreignKey({ columns: [t.orgId, t.versionId], foreignColumns: [automationVersions.orgId, automationVersions.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.sendId], foreignColumns: [sends.orgId, sends.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.orgId, t.templateVersionId], foreignColumns: [templateVersions.orgId, templateVersions.id] }),
  ],
);
