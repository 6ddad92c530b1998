import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invitationLimits } from '@/contracts/members';
import type { UserCtx } from '@/server/auth/session';
import { sessionContext } from '@/server/auth/session';
import { invitation, member, session } from '@/server/db/schema/auth';
import { auditLog, outbox } from '@/server/db/schema/platform';
import { cancelInvitation } from '@/server/members/cancel-invitation';
import { changeRole } from '@/server/members/change-role';
import { inviteMember } from '@/server/members/invite-member';
import { listInvitations } from '@/server/members/list-invitations';
import { listMembers } from '@/server/members/list-members';
import { leaveOrganization, removeMember } from '@/server/members/remove-member';
import { createUser, unique, uuidOf } from '@/test/factory';
import { signIn, type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

async function organization(): Promise<{ ctx: UserCtx; email: string }> {
  const { ctx, email } = await tenant(app.db);
  return { ctx: ctx as UserCtx, email };
}
const address = () => `invited-${unique()}@example.com`;
const everybody = async (ctx: UserCtx) => (await listMembers(ctx, { limit: 100 })).data;
const idOf = async (ctx: UserCtx, email: string) => uuidOf('member', (await everybody(ctx)).find((each) => each.email === email)?.id ?? '');
const actions = async (ctx: UserCtx) =>
  (await app.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)).orderBy(auditLog.id)).map((row) => row.action);
const as = (ctx: UserCtx, id: string, role: 'owner' | 'member'): UserCtx => ({ ...ctx, actor: { type: 'user', id, role } });

describe('members', () => {
  test('are listed in the order they joined, page by page, and say who asks', async () => {
    const { ctx, email } = await organization();
    const second = await createUser(app.db, ctx.orgId, 'member');
    const first = await listMembers(ctx, { limit: 1 });
    expect(first.data).toMatchObject([{ email, role: 'owner', you: true }]);
    const rest = await listMembers(ctx, { limit: 1, cursor: first.next_cursor ?? '' });
    expect(rest).toMatchObject({ data: [{ email: second.email, role: 'member', you: false }], next_cursor: null });
  });

  test('a role is changed and recorded; the same role changes nothing', async () => {
    const { ctx } = await organization();
    const { email } = await createUser(app.db, ctx.orgId, 'member');
    const id = await idOf(ctx, email);
    expect(await changeRole(ctx, { id, role: 'owner' })).toMatchObject({ email, role: 'owner' });
    await changeRole(ctx, { id, role: 'owner' });
    expect(await actions(ctx)).toEqual(['organization.created', 'member.role_changed']);
  });

  test('the last owner can be neither demoted nor removed, and cannot leave', async () => {
    const { ctx, email } = await organization();
    await createUser(app.db, ctx.orgId, 'member');
    const id = await idOf(ctx, email);
    for (const attempt of [
      () => changeRole(ctx, { id, role: 'member' }),
      () => removeMember(ctx, id),
      () => leaveOrganization(ctx, ctx.orgId),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'conflict' });
    }
    expect(await everybody(ctx)).toHaveLength(2);
  });

  test('two owners who demote each other at once leave one', async () => {
    for (let round = 0; round < 5; round++) {
      const { ctx, email } = await organization();
      const other = await createUser(app.db, ctx.orgId, 'owner');
      const [mine, theirs] = [await idOf(ctx, email), await idOf(ctx, other.email)];
      const done = await Promise.allSettled([
        changeRole(ctx, { id: theirs, role: 'member' }),
        changeRole(as(ctx, other.id, 'owner'), { id: mine, role: 'member' }),
      ]);
      expect(done.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await everybody(ctx)).filter((each) => each.role === 'owner')).toHaveLength(1);
    }
  });

  test('who was demoted since the request began changes nothing', async () => {
    const { ctx } = await organization();
    const stale = as(ctx, (await createUser(app.db, ctx.orgId, 'member')).id, 'owner');
    await expect(inviteMember(stale, { email: address(), role: 'owner' })).rejects.toMatchObject({ code: 'forbidden' });
    const { email } = await createUser(app.db, ctx.orgId, 'member');
    await expect(removeMember(stale, await idOf(ctx, email))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a removed owner is out at once, and lets nobody in any more', async () => {
    const { ctx } = await organization();
    const { ctx: other, email } = await organization();
    const headers = new Headers({ cookie: await signIn(app, email) });
    await app.db.insert(member).values({ organizationId: ctx.orgId, userId: other.actor.id, role: 'owner' });
    await app.db.update(session).set({ activeOrganizationId: ctx.orgId }).where(eq(session.userId, other.actor.id));
    expect(await sessionContext(headers)).toMatchObject({ orgId: ctx.orgId, actor: { role: 'owner' } });
    await inviteMember(as(ctx, other.actor.id, 'owner'), { email: address(), role: 'owner' });

    await removeMember(ctx, await idOf(ctx, email));
    expect(await sessionContext(headers)).toMatchObject({ orgId: other.orgId });
    expect((await listInvitations(ctx, { limit: 10 })).data).toEqual([]);
    expect(await actions(ctx)).toEqual(['organization.created', 'member.invited', 'invitation.cancelled', 'member.removed']);
  });

  test('who belongs nowhere afterwards is signed out', async () => {
    const { ctx } = await organization();
    const gone = await createUser(app.db, ctx.orgId, 'member');
    await app.db.insert(session).values({ userId: gone.id, token: unique(), expiresAt: new Date(Date.now() + 60_000) });
    await leaveOrganization(as(ctx, gone.id, 'member'), ctx.orgId);
    expect(await app.db.$count(session, eq(session.userId, gone.id))).toBe(0);
    expect((await actions(ctx)).at(-1)).toBe('member.left');
  });
});

describe('an invitation', () => {
  test('is recorded, and its mail is a job of the same transaction', async () => {
    const { ctx } = await organization();
    const made = await inviteMember(ctx, { email: ' Nora@BÜRO.example ', role: 'owner' });
    expect(made).toMatchObject({
      email: 'nora@xn--bro-hoa.example',
      role: 'owner',
      state: 'waiting',
      mail: { sent_at: null, problem: null },
    });
    expect((await listInvitations(ctx, { limit: 10 })).data).toEqual([made]);
    const jobs = await app.db
      .select()
      .from(outbox)
      .where(eq(outbox.eventId, `invitation-${uuidOf('invitation', made.id)}`));
    expect(jobs).toHaveLength(1);
  });

  test('made again voids the one before', async () => {
    const { ctx } = await organization();
    const email = address();
    const [first, again] = [await inviteMember(ctx, { email, role: 'member' }), await inviteMember(ctx, { email, role: 'owner' })];
    expect((await listInvitations(ctx, { limit: 10 })).data).toEqual([again]);
    const [row] = await app.db
      .select()
      .from(invitation)
      .where(eq(invitation.id, uuidOf('invitation', first.id)));
    expect(row?.status).toBe('cancelled');
  });

  test('is not made for a member, nor for what is no address', async () => {
    const { ctx, email } = await organization();
    await expect(inviteMember(ctx, { email: email.toUpperCase(), role: 'member' })).rejects.toMatchObject({
      issues: [{ code: 'already_member' }],
    });
    await expect(inviteMember(ctx, { email: 'a@b@c', role: 'member' })).rejects.toMatchObject({ issues: [{ path: ['email'] }] });
  });

  test('is cancelled once, with a record', async () => {
    const { ctx } = await organization();
    const made = await inviteMember(ctx, { email: address(), role: 'member' });
    for (let i = 0; i < 2; i++) expect(await cancelInvitation(ctx, uuidOf('invitation', made.id))).toEqual({ id: made.id });
    expect(await actions(ctx)).toEqual(['organization.created', 'member.invited', 'invitation.cancelled']);
    expect((await listInvitations(ctx, { limit: 10 })).data).toEqual([]);
  });

  test('so many an hour, whatever became of them', async () => {
    const { ctx } = await organization();
    for (let i = 0; i < invitationLimits.anHour; i++) await inviteMember(ctx, { email: 'one@example.com', role: 'member' });
    await expect(inviteMember(ctx, { email: address(), role: 'member' })).rejects.toMatchObject({ code: 'rate_limited' });
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 3_600_001) };
    expect(await inviteMember(later, { email: address(), role: 'member' })).toMatchObject({ state: 'waiting' });
    const other = (await organization()).ctx;
    expect(await inviteMember(other, { email: address(), role: 'member' })).toMatchObject({ state: 'waiting' });
  });

  test('so many wait at once', async () => {
    const { ctx } = await organization();
    const expiresAt = new Date(ctx.now.getTime() + 60_000);
    const old = new Date(ctx.now.getTime() - 7_200_000);
    await app.db.insert(invitation).values(
      Array.from({ length: invitationLimits.waiting }, (_, i) => ({
        organizationId: ctx.orgId,
        email: `waits-${i}@example.com`,
        role: 'member',
        inviterId: ctx.actor.id,
        expiresAt,
        createdAt: old,
      })),
    );
    await expect(inviteMember(ctx, { email: address(), role: 'member' })).rejects.toMatchObject({ issues: [{ code: 'too_many' }] });
    expect(await inviteMember(ctx, { email: 'waits-3@example.com', role: 'member' })).toMatchObject({ state: 'waiting' });
    const mine = and(eq(invitation.organizationId, ctx.orgId), eq(invitation.status, 'pending'));
    expect(await app.db.$count(invitation, mine)).toBe(invitationLimits.waiting);
  });
});
