import { expect, test } from 'vitest';
import { GET as getAuth, POST as postAuth } from '@/app/api/auth/[...all]/route';
import { POST } from '@/app/api/trpc/[trpc]/route';
import { user } from '@/server/db/schema/auth';
import { unique } from '@/test/factory';
import { password } from '@/test/rest/app';
import { openApp, opens, signedIn, somebody } from './setup';

const world = openApp();
type Given = Record<string, string>;

const call = async (procedure: string, input: unknown, headers: Given = {}) => {
  const answer = await POST(
    new Request(`${world.app.url}/api/trpc/account.${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.app.url, ...headers },
      body: JSON.stringify(input),
    }),
  );
  const { result, error } = (await answer.json()) as { result?: { data: unknown }; error?: { data: { code: string } } };
  return { status: answer.status, data: result?.data, code: error?.data.code };
};
const betterAuth = (method: 'GET' | 'POST', path: string, headers: Given, body: unknown = {}) =>
  (method === 'GET' ? getAuth : postAuth)(
    new Request(`${world.app.url}/api/auth/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    }),
  );

test('a page of another site can neither ask nor set nor change', async () => {
  const { email, headers } = await somebody(world.app);
  const cookie = headers.get('cookie') ?? '';
  const others: Given[] = [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
  for (const elsewhere of others) {
    for (const [procedure, input] of [
      ['askReset', { email }],
      ['resetPassword', { token: 'x', password }],
      ['changePassword', { current: password, password: 'another correct horse' }],
      ['endOtherSessions', undefined],
    ] as const) {
      expect(await call(procedure, input, { cookie, ...elsewhere }), procedure).toMatchObject({ status: 403, code: 'forbidden' });
    }
    for (const path of ['sign-in/email', 'sign-up/email', 'sign-out']) {
      expect((await betterAuth('POST', path, { origin: world.app.url, cookie, ...elsewhere }, { email, password })).status, path).toBe(403);
    }
  }
  expect([await opens(email), await signedIn(headers)]).toEqual([true, true]);
});

test('of better-auth nothing is open that would pass these rules by', async () => {
  const { email, headers } = await somebody(world.app);
  const own = { cookie: headers.get('cookie') ?? '', origin: world.app.url };
  const before = await world.app.db.select().from(user);
  for (const path of [
    'request-password-reset',
    'forget-password',
    'reset-password',
    'change-password',
    'set-password',
    'change-email',
    'update-user',
    'update-session',
    'delete-user',
    'revoke-session',
    'revoke-sessions',
    'revoke-other-sessions',
    'send-verification-email',
    'sign-in/social',
    'link-social',
    'unlink-account',
    'sign-in//email',
    'sign-in/email/',
  ]) {
    const body = { email, newEmail: `x-${email}`, name: 'x', newPassword: 'another correct horse', currentPassword: password };
    expect((await betterAuth('POST', path, own, body)).status, path).toBe(404);
  }
  for (const path of [
    'get-session',
    'list-sessions',
    'list-accounts',
    'verify-email?token=x',
    'reset-password/x?callbackURL=/',
    'sign-out',
    'error',
  ])
    expect((await betterAuth('GET', path, own)).status, path).toBe(404);
  expect(await world.app.db.select().from(user)).toEqual(before);
  expect([await opens(email), await signedIn(headers)]).toEqual([true, true]);
  expect((await betterAuth('GET', 'token', own)).status).toBe(200);
  expect((await betterAuth('POST', 'sign-in/email', { origin: world.app.url }, { email, password })).status).toBe(200);
});

test('passwords have the same rules wherever they are set', async () => {
  const { email, headers } = await somebody(world.app);
  const cookie = headers.get('cookie') ?? '';
  for (const bad of ['7 chars', 'x'.repeat(129)]) {
    expect(await call('changePassword', { current: password, password: bad }, { cookie })).toMatchObject({ code: 'validation_failed' });
    expect(await call('resetPassword', { token: 'x', password: bad })).toMatchObject({ code: 'validation_failed' });
    const signUp = { name: 'x', email: `x-${email}`, password: bad };
    expect((await betterAuth('POST', 'sign-up/email', { origin: world.app.url }, signUp)).status).toBe(400);
  }
});

test('links are asked for five times an hour for an address, known or not, and thirty times by a client', async () => {
  const from = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` });
  const { email } = await somebody(world.app);
  for (const each of [email, `nobody-${unique()}@example.com`]) {
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await call('askReset', { email: i % 2 ? each : each.toUpperCase() }, from(i)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[5]?.code).toBe('rate_limited');
  }
  const answers = [];
  // all of one subscriber's /64
  for (let i = 0; i < 31; i++) {
    answers.push(await call('askReset', { email: `${unique()}@example.com` }, { 'x-forwarded-for': `2001:db8:1:2::${i}` }));
  }
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(30).fill(200), 429]);
  expect((await call('askReset', { email: `${unique()}@example.com` }, { 'x-forwarded-for': '2001:db8:1:3::1' })).status).toBe(200);
});

test('passwords are tried twenty times in ten minutes', async () => {
  const { headers } = await somebody(world.app);
  const cookie = headers.get('cookie') ?? '';
  const guess = { email: `x-${unique()}@example.com`, current: 'not this' };
  const answers = await Promise.all(Array.from({ length: 21 }, () => call('askAddress', guess, { cookie })));
  expect(answers.filter(({ code }) => code === 'rate_limited')).toHaveLength(1);
  expect(answers.filter(({ code }) => code === 'validation_failed')).toHaveLength(20);
});
