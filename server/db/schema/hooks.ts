import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { organization, user } from './auth';
import { createdAt, id, instant } from './columns';

/**
 * Where a mail provider reports to: `POST /api/hooks/mail/<id>`. `provider` says in which words. `secret` signs the reports (Standard
 * Webhooks, or the provider's own way): it is encrypted under MUSTER_SECRET, and shown once.
 */
export const mailHooks = pgTable(
  'mail_hooks',
  {
    id: id(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    provider: text('provider', { enum: ['standard', 'resend', 'mailgun'] }).notNull(),
    secret: text('secret').notNull(),
    createdBy: uuid('created_by').references(() => user.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [unique('mail_hooks_org_id').on(t.orgId, t.id), index('mail_hooks_org').on(t.orgId, t.createdAt)],
);
