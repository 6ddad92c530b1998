import { eq } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLink } from '@/server/auth/link-token';
import type { UserCtx } from '@/server/auth/session';
import { createEmailChannel } from '@/server/channels/email';
import { organization, user } from '@/server/db/schema/auth';
import { cancelInvitation } from '@/server/members/cancel-invitation';
import { deliverInvitation } from '@/server/members/deliver-invitation';
import { inviteMember } from '@/server/members/invite-member';
import { listInvitations } from '@/server/members/list-invitations';
import { caught, newAddress, openCatcher, settings } from '@/test/channels/setup';
import { createContext, uuidOf } from '@/test/factory';

const world = openCatcher();
let email: ReturnType<typeof createEmailChannel>;
let ctx: UserCtx;
beforeAll(async () => {
  Object.assign(process.env, { DATABASE_URL: world.databaseUrl, ...settings });
  email = createEmailChannel({ url: world.catcher.smtpUrl });
  ctx = (await createContext(world.db)) as UserCtx;
});
afterAll(() => email.close());

const channels = {
  email: () => email,
  sms: () => {
    throw new Error('no SMS here');
  },
};
const invite = (to = newAddress()) => inviteMember(ctx, { email: to, role: 'member' });
const deliver = (id: string, now = ctx.now) =>
  deliverInvitation({ db: world.db, channels, settings }, { org_id: ctx.orgId, invitation_id: uuidOf('invitation', id) }, now);
const mailOf = async (id: string) => (await listInvitations(ctx, { limit: 50 })).data.find((each) => each.id === id)?.mail;

test('says who invites to what, with a link that is the invitation, and no list headers', async () => {
  await world.db.update(user).set({ name: 'Nora\r\nBcc: x@example.com <b>*_' }).where(eq(user.id, ctx.actor.id));
  await world.db.update(organization).set({ name: '<i>Büro</i> & Co' }).where(eq(organization.id, ctx.orgId));
  const made = await invite();
  expect(await deliver(made.id)).toBe('sent');
  const [mail, ...more] = await caught(world.db, made.email);
  expect(more).toEqual([]);
  expect(mail?.org_id).toBe(ctx.orgId);
  const parsed = await PostalMime.parse(mail?.raw ?? '');
  expect(parsed.subject).toBe('Nora Bcc: x@example.com <b>*_ invites you to <i>Büro</i> & Co');
  expect(parsed.bcc).toBeUndefined();
  expect(parsed.html).toContain('&lt;i&gt;Büro&lt;/i&gt; &amp; Co');
  expect(parsed.html).not.toContain('<i>');
  const links = [...(parsed.text ?? '').matchAll(/https:\/\/muster\.example\/invitation\/([\w-]+)/g)];
  expect(links.map((each) => readLink('invitation', each[1] ?? '', settings))).toEqual([uuidOf('invitation', made.id)]);
  const headers = parsed.headers.map((each) => each.key);
  expect(headers).toContain('auto-submitted');
  for (const header of ['list-unsubscribe', 'list-id', 'precedence']) expect(headers).not.toContain(header);
  expect(await mailOf(made.id)).toEqual({ sent_at: ctx.now.toISOString(), problem: null });
});

test('a refusal is told, a delay is tried again', async () => {
  const [refused, later] = [await invite(), await invite()];
  world.misbehave.set(refused.email, { reject: { code: 550, message: 'no such mailbox' } });
  world.misbehave.set(later.email, { reject: { code: 451, message: 'come back' } });
  expect(await deliver(refused.id)).toBe('refused');
  expect(await mailOf(refused.id)).toMatchObject({ sent_at: null, problem: expect.stringContaining('no such mailbox') });
  await expect(deliver(later.id)).rejects.toThrow('tried again');
  expect(await mailOf(later.id)).toMatchObject({ sent_at: null, problem: expect.stringContaining('come back') });
  world.misbehave.delete(later.email);
  expect(await deliver(later.id)).toBe('sent');
  expect(await mailOf(later.id)).toMatchObject({ problem: null });
});

test('nothing is sent for what waits no more', async () => {
  const [cancelled, late] = [await invite(), await invite()];
  await cancelInvitation(ctx, uuidOf('invitation', cancelled.id));
  expect(await deliver(cancelled.id)).toBe('void');
  expect(await deliver(late.id, new Date(Date.parse(late.expires_at)))).toBe('void');
  expect(await caught(world.db, cancelled.email)).toEqual([]);
  expect(await caught(world.db, late.email)).toEqual([]);
});
