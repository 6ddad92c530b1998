import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { scopes } from '@/contracts/scopes';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { createOwner } from '@/server/auth/create-organization';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { account, member, user } from '@/server/db/schema/auth';
import { sends, templates } from '@/server/db/schema/sends';
import { env } from '@/server/env';
import { scheduleSend } from '@/server/sends/schedule-send';
import { createTemplate } from '@/server/templates/create-template';
import { weeklyNewsletter } from '@/server/templates/weekly-newsletter';
import type { Demo } from '../demo';
import { ensureAudiences, ensureContacts, ensureEvents, ensureSuppressions } from './data';
import { ensureHistory } from './history';

export const demoOwner = 'owner@example.com';
const contactCount = 10_000;

/** Makes the demo organization, or what is missing of it: each step looks first, so a start that was cut short is continued. */
export async function createDemo(log: (line: string) => void): Promise<Omit<Demo, 'url'>> {
  const started = Date.now();
  const db = openDatabase(env().DATABASE_URL, { max: 2, name: 'muster-demo' });
  try {
    const password = randomBytes(9).toString('base64url');
    const ctx = await ownerContext(db, password);
    const sql = db.$client;
    await ensureContacts(sql, ctx.orgId, contactCount);
    const audiences = await ensureAudiences(sql, ctx.orgId);
    await ensureSuppressions(sql, ctx.orgId, audiences.newsletter);
    await ensureEvents(sql, ctx.orgId);
    await ensureTemplate(ctx);
    await ensureHistory(ctx);
    await ensureSend(ctx, audiences.vip);
    const key = await createApiKey(ctx, { name: 'Demo', scopes: [...scopes] });
    log(`Made the demo organization with ${contactCount} contacts (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return {
      organization_id: encodeId('organization', ctx.orgId),
      owner: { email: demoOwner, password },
      api_key: key.key,
      audience_id: encodeId('audience', audiences.newsletter),
    };
  } finally {
    await db.$client.end();
  }
}

// An owner who is there already gets the new password: the old one is kept nowhere but in the demo.json that is lost.
async function ownerContext(db: Database, password: string): Promise<Ctx> {
  const [found] = await db
    .select({ userId: user.id, orgId: member.organizationId })
    .from(user)
    .innerJoin(member, eq(member.userId, user.id))
    .where(eq(user.email, demoOwner));
  if (found) {
    const own = and(eq(account.userId, found.userId), eq(account.providerId, 'credential'));
    await db
      .update(account)
      .set({ password: await hashPassword(password) })
      .where(own);
  }
  const owner =
    found ??
    (await createOwner(db, {
      name: 'Demo Owner',
      email: demoOwner,
      password,
      organizationName: 'Muster Demo',
      postalAddress: '1 Example Street, 12345 Exampletown',
    }));
  const actor = { type: 'user', id: owner.userId, role: 'owner' } as const;
  return { orgId: owner.orgId as OrgId, actor, db, now: new Date(), requestId: newRequestId() };
}

async function ensureTemplate(ctx: Ctx): Promise<void> {
  const own = and(eq(templates.orgId, ctx.orgId), eq(templates.slug, 'weekly-newsletter'));
  if ((await ctx.db.select({ id: templates.id }).from(templates).where(own)).length) return;
  await createTemplate(ctx, { name: 'Weekly newsletter', slug: 'weekly-newsletter', source: weeklyNewsletter });
}

// Delivered by the worker like any other, so it is finished a few seconds after the first start.
async function ensureSend(ctx: Ctx, audienceId: string): Promise<void> {
  const own = and(eq(sends.orgId, ctx.orgId), eq(sends.audienceId, audienceId));
  if ((await ctx.db.select({ id: sends.id }).from(sends).where(own).limit(1)).length) return;
  await scheduleSend(ctx, {
    audienceId,
    channel: 'email',
    from: 'Muster Demo <hello@example.com>',
    template: 'weekly-newsletter',
    variables: { cta: 'See what is new' },
    ramp_minutes: 0,
    subject_variants: ['Your weekly update', 'Quick update for {{name|you}}'],
  });
}
