import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { endOtherSessions, endSession } from '@/server/account/sessions';
import { setPassword } from '@/server/account/set-password';
import { auth } from '@/server/auth/auth';
import { jwtContext } from '@/server/auth/jwt';
import { isSameOrigin, trustedOrigins } from '@/server/auth/origins';
import { personOf, sessionContext } from '@/server/auth/session';
import type { Ctx } from '@/server/context';
import { member, session } from '@/server/db/schema/auth';
import { open } from '@/test/account/setup';
import { keyOf, password, signIn, type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
let ctx: Ctx;
let email: string;
let other: Ctx;
beforeAll(async () => {
  app = await testApp();
  ({ ctx, email } = await tenant(app.db));
  ({ ctx: other } = await tenant(app.db));
});
afterAll(() => app.close());

const withCookie = async () => new Headers({ cookie: await signIn(app, email) });

describe('the session gate', () => {
  test('a session is its user in their organization', async () => {
    expect(await sessionContext(await withCookie())).toMatchObject({
      orgId: ctx.orgId,
      actor: { type: 'user', id: ctx.actor.id, role: 'owner' },
    });
  });
  test('nothing, an altered cookie and an API key are nobody', async () => {
    const cookie = (await withCookie()).get('cookie') ?? '';
    const key = await keyOf(ctx, ['read:contacts']);
    for (const headers of [
      new Headers(),
      new Headers({ cookie: cookie.replace(/.\.(?=[^.]*$)/, 'x.') }),
      new Headers({ authorization: `Bearer ${key}` }),
    ]) {
      await expect(sessionContext(headers)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });
  test('a changed role and a lost membership count at once', async () => {
    const headers = await withCookie();
    const mine = and(eq(member.organizationId, ctx.orgId), eq(member.userId, ctx.actor.id));
    await app.db.update(member).set({ role: 'member' }).where(mine);
    expect((await sessionContext(headers)).actor.role).toBe('member');
    await app.db.update(member).set({ organizationId: other.orgId }).where(mine);
    expect((await sessionContext(headers)).orgId).toBe(other.orgId);
    await app.db.delete(member).where(eq(member.userId, ctx.actor.id));
    await expect(sessionContext(headers)).rejects.toMatchObject({ code: 'forbidden' });
    await app.db.insert(member).values({ organizationId: ctx.orgId, userId: ctx.actor.id, role: 'owner' });
  });
  test('a session that names a strange organization does not open it', async () => {
    const headers = await withCookie();
    await app.db.update(session).set({ activeOrganizationId: other.orgId }).where(eq(session.userId, ctx.actor.id));
    expect((await sessionContext(headers)).orgId).toBe(ctx.orgId);
  });
  test('signing out ends it', async () => {
    const headers = await withCookie();
    await auth().handler(
      new Request(`${app.url}/api/auth/sign-out`, { method: 'POST', headers: { ...Object.fromEntries(headers), origin: app.url } }),
    );
    await expect(sessionContext(headers)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('the JWT gate', () => {
  const token = async () => (await auth().api.getToken({ headers: await withCookie() })).token;
  const headers = (bearer: string | null, orgid?: string) =>
    new Headers({ ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...(orgid === undefined ? {} : { orgid }) });

  test('a token and an organization of theirs', async () => {
    const found = await jwtContext(headers(await token(), encodeId('organization', ctx.orgId)));
    expect(found).toMatchObject({ orgId: ctx.orgId, actor: { type: 'user', id: ctx.actor.id, role: 'owner' } });
    expect((await jwtContext(headers(await token(), ctx.orgId))).orgId).toBe(ctx.orgId);
  });
  test('no orgid 400, another organization and a malformed one 404', async () => {
    const bearer = await token();
    await expect(jwtContext(headers(bearer))).rejects.toMatchObject({ status: 400 });
    for (const orgid of [encodeId('organization', other.orgId), other.orgId, 'org_1', encodeId('user', ctx.orgId)]) {
      await expect(jwtContext(headers(bearer, orgid))).rejects.toMatchObject({ status: 404 });
    }
  });
  test('no token, an altered, an unsigned one and an API key are 401', async () => {
    const bearer = await token();
    const [head = '', claims = ''] = bearer.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    const forged = `${head}.${Buffer.from(JSON.stringify({ sub: other.actor.id, aud: app.url, iss: app.url, exp: 9e9 })).toString('base64url')}.${bearer.split('.')[2]}`;
    for (const given of [null, 'x', none, forged, await keyOf(ctx, ['read:audiences'])]) {
      await expect(jwtContext(headers(given, ctx.orgId))).rejects.toMatchObject({ status: 401 });
    }
  });
  test('it ends with its session: signed out, expired, or that of somebody else', async () => {
    const cookie = await withCookie();
    const [mine, another] = [await personOf(cookie), await personOf(await withCookie())];
    const bearer = (await auth().api.getToken({ headers: cookie })).token;
    const status = (given = bearer) =>
      jwtContext(headers(given, ctx.orgId)).then(
        () => 200,
        (error) => error.status,
      );
    const mint = async (claims: object) => (await auth().api.signJWT({ body: { payload: { sub: ctx.actor.id, ...claims } } })).token;
    const stranger = (await tenant(app.db)).email;
    const theirs = await personOf(new Headers({ cookie: await signIn(app, stranger) }));
    expect(await Promise.all([status(), status(await mint({ sid: mine.sessionId }))])).toEqual([200, 200]);
    expect(
      await Promise.all([status(await mint({})), status(await mint({ sid: 'x' })), status(await mint({ sid: theirs.sessionId }))]),
    ).toEqual([401, 401, 401]);
    await app.db.update(session).set({ expiresAt: new Date() }).where(eq(session.id, another.sessionId));
    expect(await status(await mint({ sid: another.sessionId }))).toBe(401);
    await endSession({ ...open(app), person: mine }, mine.sessionId);
    expect(await status()).toBe(401);
  });
  test('a new password, and signing out everywhere else, end those fetched before', async () => {
    const [here, elsewhere] = [await withCookie(), await withCookie()];
    const person = await personOf(here);
    const tokens = await Promise.all([here, elsewhere].map(async (each) => (await auth().api.getToken({ headers: each })).token));
    const alive = () =>
      Promise.all(
        tokens.map((each) =>
          jwtContext(headers(each, ctx.orgId)).then(
            () => true,
            () => false,
          ),
        ),
      );
    expect(await alive()).toEqual([true, true]);
    await endOtherSessions({ ...open(app), person });
    expect(await alive()).toEqual([true, false]);
    await setPassword(open(app), { userId: person.id, password, action: 'account.password_reset' });
    expect(await alive()).toEqual([false, false]);
  });
  test('it carries no personal data', async () => {
    const claims = JSON.parse(Buffer.from((await token()).split('.')[1] ?? '', 'base64url').toString());
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
  });
});

describe('where a request comes from', () => {
  const same = (given: Record<string, string>) => isSameOrigin(new Headers(given));
  test.each([
    {},
    { origin: 'http://localhost:3000' },
    { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('ours: %j', (given) => expect(same(given as Record<string, string>)).toBe(true));
  test.each([
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3001' },
    { origin: 'http://localhost:3000.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
  ])('not ours: %j', (given) => expect(same(given as Record<string, string>)).toBe(false));
  test('a public address has no twins', () => expect(trustedOrigins('https://muster.example/x')).toEqual(['https://muster.example']));
});
