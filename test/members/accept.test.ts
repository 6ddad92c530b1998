import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auth } from '@/server/auth/auth';
import { createLink, readLink } from '@/server/auth/link-token';
import { personOf, sessionContext, type UserCtx } from '@/server/auth/session';
import { member, session, user } from '@/server/db/schema/auth';
import { auditLog } from '@/server/db/schema/platform';
import { acceptInvitation, joinWithNewAccount } from '@/server/members/accept-invitation';
import { cancelInvitation } from '@/server/members/cancel-invitation';
import { inviteMember } from '@/server/members/invite-member';
import { listMembers } from '@/server/members/list-members';
import { lookAtInvitation } from '@/server/members/look-at-invitation';
import { removeMember } from '@/server/members/remove-member';
import { openOrganization } from '@/server/organizations/open-organization';
import { unique, uuidOf } from '@/test/factory';
import { password, signIn, type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
let ctx: UserCtx;
beforeAll(async () => {
  app = await testApp();
});
beforeEach(async () => {
  ctx = (await tenant(app.db)).ctx as UserCtx;
});
afterAll(() => app.close());

const request = (now = new Date()) => ({ db: app.db, now, requestId: 'req_test' });
const tokenOf = (id: string) => createLink('invitation', uuidOf('invitation', id)).split('/').at(-1) ?? '';
async function invited(email: string, role: 'owner' | 'member' = 'member') {
  const made = await inviteMember(ctx, { email, role });
  return { ...made, token: tokenOf(made.id) };
}
/** Somebody with an organization of their own, signed in. */
async function somebody() {
  const { ctx: theirs, email } = await tenant(app.db);
  const headers = new Headers({ cookie: await signIn(app, email) });
  return { email, headers, orgId: theirs.orgId, person: await personOf(headers) };
}
const newAccount = { name: 'New here', password };

describe('the link', () => {
  test('is the invitation under a MAC: nothing of it can be changed', () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    const token = createLink('invitation', id).split('/').at(-1) ?? '';
    expect(readLink('invitation', token)).toBe(id);
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(readLink('invitation', changed), `at ${i}`).toBeNull();
    }
    for (const other of ['', token.slice(1), `${token}A`, `${token}=`, token.slice(0, 22)])
      expect(readLink('invitation', other)).toBeNull();
    expect(readLink('invitation', token, { MUSTER_SECRET: 'another secret, 32 characters or more' })).toBeNull();
  });

  test('says what it is for, and what became of it', async () => {
    const { email } = await somebody();
    const made = await invited(email, 'owner');
    expect(await lookAtInvitation(request(), made.token)).toMatchObject({ state: 'open', email, role: 'owner', account: true });
    const unknown = await invited(`new-${unique()}@example.com`);
    expect(await lookAtInvitation(request(), unknown.token)).toMatchObject({ state: 'open', account: false, invited_by: 'Owner' });
    const late = new Date(Date.parse(made.expires_at) + 1);
    expect(await lookAtInvitation(request(late), made.token)).toMatchObject({ state: 'expired' });
    await cancelInvitation(ctx, uuidOf('invitation', made.id));
    expect(await lookAtInvitation(request(), made.token)).toMatchObject({ state: 'cancelled' });
  });
});

describe('with an account', () => {
  test('joins as the invitation says, and the session goes on there', async () => {
    const { email, headers, orgId, person } = await somebody();
    const { token, id } = await invited(email);
    await acceptInvitation(request(), person, token);
    expect(await sessionContext(headers)).toMatchObject({ orgId: ctx.orgId, actor: { id: person.id, role: 'member' } });
    const [last] = await app.db.select().from(auditLog).where(eq(auditLog.action, 'member.joined'));
    expect(last).toMatchObject({ orgId: ctx.orgId, actorId: person.id, data: { email, role: 'member', invitation: id } });
    await openOrganization(app.db, person, orgId);
    expect(await sessionContext(headers)).toMatchObject({ orgId, actor: { role: 'owner' } });
  });

  test('another account is refused, whatever it holds', async () => {
    const { email } = await somebody();
    const thief = await somebody();
    const { token } = await invited(email, 'owner');
    await expect(acceptInvitation(request(), thief.person, token)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listMembers(ctx, { limit: 10 })).data).toHaveLength(1);
  });

  test('works once: who was removed does not come back by the same link', async () => {
    const { email, person } = await somebody();
    const { token } = await invited(email);
    await acceptInvitation(request(), person, token);
    const joined = (await listMembers(ctx, { limit: 10 })).data.find((each) => each.email === email);
    await removeMember(ctx, uuidOf('member', joined?.id ?? ''));
    await expect(acceptInvitation(request(), person, token)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('expired or cancelled, it is refused', async () => {
    const { email, person } = await somebody();
    const made = await invited(email);
    const late = new Date(Date.parse(made.expires_at) + 1);
    await expect(acceptInvitation(request(late), person, made.token)).rejects.toMatchObject({ code: 'conflict' });
    await cancelInvitation(ctx, uuidOf('invitation', made.id));
    await expect(acceptInvitation(request(), person, made.token)).rejects.toMatchObject({ code: 'conflict' });
    await expect(joinWithNewAccount(request(), made.token, newAccount)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('twice at once is once', async () => {
    const { email, person } = await somebody();
    const { token } = await invited(email);
    const done = await Promise.allSettled([1, 2, 3].map(() => acceptInvitation(request(), person, token)));
    expect(done.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect((await listMembers(ctx, { limit: 10 })).data).toHaveLength(2);
  });

  test('only organizations of one’s own are opened', async () => {
    const { person, headers, orgId } = await somebody();
    await expect(openOrganization(app.db, person, ctx.orgId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await sessionContext(headers)).toMatchObject({ orgId });
  });
});

describe('without an account', () => {
  test('makes one of this organization only, and signs in to it', async () => {
    const email = `new-${unique()}@example.com`;
    const { token } = await invited(email, 'owner');
    expect(await joinWithNewAccount(request(), token, newAccount)).toEqual({ email });
    const headers = new Headers({ cookie: await signIn(app, email) });
    expect(await sessionContext(headers)).toMatchObject({ orgId: ctx.orgId, actor: { role: 'owner' } });
    const { id } = await personOf(headers);
    expect(await app.db.$count(member, eq(member.userId, id))).toBe(1);
  });

  test('an address that has one is told to sign in, and nothing is changed', async () => {
    const { email, person } = await somebody();
    const { token } = await invited(email);
    await expect(joinWithNewAccount(request(), token, newAccount)).rejects.toMatchObject({ code: 'conflict' });
    expect(await app.db.$count(member, eq(member.userId, person.id))).toBe(1);
    await expect(auth().api.signInEmail({ body: { email, password } })).resolves.toMatchObject({ user: { email } });
  });

  test('twice at once makes one account', async () => {
    const email = `new-${unique()}@example.com`;
    const { token } = await invited(email);
    const done = await Promise.allSettled([1, 2, 3].map(() => joinWithNewAccount(request(), token, newAccount)));
    expect(done.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(await app.db.$count(user, eq(user.email, email))).toBe(1);
  });
});

describe('better-auth', () => {
  test('has no endpoints of its own for members, which would be past these rules', async () => {
    const { headers } = await somebody();
    for (const path of ['invite-member', 'accept-invitation', 'update-member-role', 'remove-member', 'set-active', 'create', 'leave']) {
      const url = `${app.url}/api/auth/organization/${path}`;
      const send = new Headers({ ...Object.fromEntries(headers), 'content-type': 'application/json', origin: app.url });
      const answer = await auth().handler(new Request(url, { method: 'POST', headers: send, body: '{}' }));
      expect(answer.status, path).toBe(404);
    }
  });

  test('takes no organization from who signs up or updates their session', async () => {
    const { headers, person } = await somebody();
    const send = new Headers({ ...Object.fromEntries(headers), 'content-type': 'application/json', origin: app.url });
    const body = JSON.stringify({ activeOrganizationId: ctx.orgId });
    await auth().handler(new Request(`${app.url}/api/auth/update-session`, { method: 'POST', headers: send, body }));
    const [row] = await app.db.select().from(session).where(eq(session.id, person.sessionId));
    expect(row?.activeOrganizationId).not.toBe(ctx.orgId);
  });
});
