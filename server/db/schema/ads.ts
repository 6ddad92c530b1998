import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AdTargeting } from '@/contracts/ad-targeting';
import { organization } from './auth';
import { createdAt, id, instant, updatedAt } from './columns';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

const adPlatforms = ['facebook', 'google', 'tiktok', 'linkedin'] as const;

/**
 * An account at an ads platform. `credentials` is AES-256-GCM ciphertext bound to this row (server/ads/credentials.ts), null once
 * disconnected; it is read by nothing but the calls to the platform. `limitedUntil`: the platform asked us to wait.
 */
export const adAccounts = pgTable(
  'ad_accounts',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    platform: text('platform', { enum: adPlatforms }).notNull(),
    name: text('name').notNull(),
    externalId: text('external_id').notNull(),
    status: text('status', { enum: ['connected', 'needs_attention', 'disconnected'] })
      .notNull()
      .default('connected'),
    credentials: bytea('credentials'),
    /** When the token ends; null: never, or the platform does not say. Renewed by itself where `renews`. */
    expiresAt: instant('expires_at'),
    renews: boolean('renews').notNull().default(false),
    limitedUntil: instant('limited_until'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    checkedAt: instant('checked_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [unique('ad_accounts_org_id').on(t.orgId, t.id), unique('ad_accounts_external').on(t.orgId, t.platform, t.externalId)],
);

/** One of our audiences and the platform's audience that it fills. `externalId` is null until the first sync has made it. */
export const adAudiences = pgTable(
  'ad_audiences',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    /** Null when the audience was deleted (`on delete set null (audience_id)` is in the SQL migration). */
    audienceId: uuid('audience_id'),
    name: text('name').notNull(),
    externalId: text('external_id'),
    /** Whether the owner said that these people agreed to ads; sent along where the platform takes it (Google). */
    consent: text('consent', { enum: ['granted', 'unspecified'] })
      .notNull()
      .default('unspecified'),
    /** Set by the first apply: changes are followed from then on. */
    keepInSync: boolean('keep_in_sync').notNull().default(false),
    /** What ads to these people should be narrowed by; null: nothing. Kept to be pasted at the platform, never sent. */
    targeting: jsonb('targeting').$type<AdTargeting>(),
    /** A sync of what changed is on its way; null: nothing waits, or the sweep will find it. */
    syncDueAt: instant('sync_due_at'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    platformSize: bigint('platform_size', { mode: 'number' }),
    lastSyncedAt: instant('last_synced_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('ad_audiences_org_id').on(t.orgId, t.id),
    unique('ad_audiences_target').on(t.accountId, t.externalId),
    index('ad_audiences_audience').on(t.orgId, t.audienceId),
    foreignKey({ columns: [t.orgId, t.accountId], foreignColumns: [adAccounts.orgId, adAccounts.id] }).onDelete('cascade'),
  ],
);

/** One run of the synchronisation. At most one of an audience is open. The counts are of people and only grow. */
export const adSyncs = pgTable(
  'ad_syncs',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    adAudienceId: uuid('ad_audience_id').notNull(),
    /** everybody: compared with the whole audience; changes: with those who were touched; empty: takes all people out. */
    kind: text('kind', { enum: ['everybody', 'changes', 'empty'] }).notNull(),
    status: text('status', { enum: ['running', 'waiting', 'finished', 'partial', 'failed', 'cancelled'] })
      .notNull()
      .default('running'),
    toAdd: integer('to_add').notNull().default(0),
    toRemove: integer('to_remove').notNull().default(0),
    added: integer('added').notNull().default(0),
    removed: integer('removed').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    requests: integer('requests').notNull().default(0),
    /** Of failures in a row that may pass by themselves. */
    tries: integer('tries').notNull().default(0),
    waitingUntil: instant('waiting_until'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    preparedAt: instant('prepared_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('ad_syncs_org_id').on(t.orgId, t.id),
    uniqueIndex('ad_syncs_open').on(t.adAudienceId).where(sql`status in ('running', 'waiting')`),
    index('ad_syncs_audience').on(t.adAudienceId, t.id),
    foreignKey({ columns: [t.orgId, t.adAudienceId], foreignColumns: [adAudiences.orgId, adAudiences.id] }).onDelete('cascade'),
  ],
);

/**
 * What was handed to the platform in one request. Committed as `sending` before the call: after a crash the same batch is sent again,
 * which no platform minds, because their audiences are sets. `processing`: taken, and the platform will say later how it went.
 */
export const adBatches = pgTable(
  'ad_batches',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    syncId: uuid('sync_id').notNull(),
    adAudienceId: uuid('ad_audience_id').notNull(),
    op: text('op', { enum: ['add', 'remove'] }).notNull(),
    seq: integer('seq').notNull(),
    size: integer('size').notNull(),
    status: text('status', { enum: ['sending', 'processing', 'done', 'failed', 'abandoned'] }).notNull(),
    tries: integer('tries').notNull().default(0),
    /** The platform's own id of the request, for its support and for asking how it went. */
    reference: text('reference'),
    askAt: instant('ask_at'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('ad_batches_org_id').on(t.orgId, t.id),
    index('ad_batches_sync').on(t.syncId, t.seq),
    index('ad_batches_open').on(t.adAudienceId).where(sql`status in ('sending', 'processing')`),
    foreignKey({ columns: [t.orgId, t.syncId], foreignColumns: [adSyncs.orgId, adSyncs.id] }).onDelete('cascade'),
  ],
);

/**
 * A person's place in a platform's audience, one row per identity: with another address comes another row, and the first is removed.
 * `identity` is a digest of the addresses it was made of; the hashes are what the platform has, kept for as long as it has them, so that
 * an erased person can still be taken out. Not a foreign key for the same reason.
 */
export const adMembers = pgTable(
  'ad_members',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    adAudienceId: uuid('ad_audience_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    identity: text('identity'),
    state: text('state', {
      enum: ['to_add', 'adding', 'synced', 'to_remove', 'removing', 'removed', 'failed', 'unmatched', 'excluded'],
    }).notNull(),
    emailHash: text('email_hash'),
    phoneHash: text('phone_hash'),
    /** Other hashed keys, of platforms that match by them. */
    moreHashes: jsonb('more_hashes').$type<Record<string, string>>(),
    batchId: uuid('batch_id'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('ad_members_org_id').on(t.orgId, t.id),
    unique('ad_members_identity').on(t.adAudienceId, t.contactId, t.identity),
    index('ad_members_state').on(t.adAudienceId, t.state, t.id),
    index('ad_members_contact').on(t.contactId),
    index('ad_members_email').on(t.adAudienceId, t.emailHash).where(sql`email_hash is not null`),
    index('ad_members_batch').on(t.batchId).where(sql`batch_id is not null`),
    foreignKey({ columns: [t.orgId, t.adAudienceId], foreignColumns: [adAudiences.orgId, adAudiences.id] }).onDelete('cascade'),
  ],
);

/** People to look at again: they entered or left, their address changed, was suppressed or freed, or they were erased. Append-only. */
export const adTouched = pgTable(
  'ad_touched',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    orgId: uuid('org_id').notNull(),
    adAudienceId: uuid('ad_audience_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('ad_touched_audience').on(t.adAudienceId),
    foreignKey({ columns: [t.orgId, t.adAudienceId], foreignColumns: [adAudiences.orgId, adAudiences.id] }).onDelete('cascade'),
  ],
);

/** What went wrong with single people in a sync: kept after the member's row moved on. At most 1,000 of a sync. */
export const adSyncErrors = pgTable(
  'ad_sync_errors',
  {
    id: id(),
    orgId: uuid('org_id').notNull(),
    syncId: uuid('sync_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    op: text('op', { enum: ['add', 'remove'] }).notNull(),
    code: text('code').notNull(),
    message: text('message').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('ad_sync_errors_org_id').on(t.orgId, t.id),
    index('ad_sync_errors_sync').on(t.syncId, t.id),
    foreignKey({ columns: [t.orgId, t.syncId], foreignColumns: [adSyncs.orgId, adSyncs.id] }).onDelete('cascade'),
  ],
);
