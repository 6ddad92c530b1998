import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { askReset } from '@/server/account/ask-reset';
import { browserOf } from '@/server/account/browser';
import { askAddress, confirmAddress } from '@/server/account/change-address';
import { changePassword } from '@/server/account/change-password';
import { rename } from '@/server/account/rename';
import { endOtherSessions, endSession, listSessions } from '@/server/account/sessions';
import { setPassword } from '@/server/account/set-password';
import { session, user } from '@/server/db/schema/auth';
import { unique, uuidOf } from '@/test/factory';
import { password, signIn } from '@/test/rest/app';
import { audited, open, openApp, opens, signedIn, somebody, tokenOf, waiting } from './setup';

const world = openApp();
const wrong = { code: 'validation_failed', issues: [{ path: ['current'], code: 'wrong_password' }] };
const newAddress = () => `moved-${unique()}@example.com`;
/** Another session of the same person. */
const elsewhere = async (email: string) => new Headers({ cookie: await signIn(world.app, email) });

test('a change of password needs the one before, ends the other sessions and keeps this one', async () => {
  const { email, headers, ctx, person } = await somebody(world.app);
  const other = await elsewhere(email);
  await askReset(open(world.app), { email });
  const change = { current: password, password: 'another correct horse' };
  await expect(changePassword(ctx, { ...change, current: 'not this' })).rejects.toMatchObject(wrong);
  expect([await signedIn(other), await opens(email, change.password)]).toEqual([true, false]);

  await changePassword(ctx, change);
  expect([await signedIn(headers), await signedIn(other)]).toEqual([true, false]);
  expect([await opens(email), await opens(email, change.password)]).toEqual([false, true]);
  expect(await waiting(world.app, person.id)).toEqual(['password']); // the link that waited is void
  expect((await audited(world.app, 'account.password_changed')).map((row) => row.actorId)).toContain(person.id);
});

test('an operator sets a password, and the audit log says that it was not the person', async () => {
  const { email, headers, person, ctx } = await somebody(world.app);
  const by = { type: 'job', id: 'npm run password' } as const;
  await setPassword(ctx, { userId: person.id, password: 'another correct horse', action: 'account.password_reset', by });
  expect([await signedIn(headers), await opens(email, 'another correct horse')]).toEqual([false, true]);
  const rows = await audited(world.app, 'account.password_reset');
  expect(rows.map(({ actorType, actorId }) => [actorType, actorId])).toEqual([['job', by.id]]);
});

test('an address changes when the link at the new one is used, once; the one before gets a notice', async () => {
  const { email, ctx, person, orgId, headers } = await somebody(world.app);
  const to = newAddress();
  await expect(askAddress(ctx, { email: to, current: 'not this' })).rejects.toMatchObject(wrong);
  await expect(askAddress(ctx, { email: email.toUpperCase(), current: password })).rejects.toMatchObject({ issues: [{ code: 'same' }] });
  expect(await waiting(world.app, person.id)).toEqual([]);

  expect(await askAddress(ctx, { email: to.toUpperCase(), current: password })).toEqual({ asked: true });
  expect(await opens(email)).toBe(true);
  const token = await tokenOf(world.app, 'address', person.id);
  expect(await confirmAddress(open(world.app), token)).toEqual({ email: to });
  expect([await opens(email), await opens(to), await signedIn(headers)]).toEqual([false, true, true]);
  await expect(confirmAddress(open(world.app), token)).rejects.toMatchObject({ code: 'not_found' });
  expect(await waiting(world.app, person.id)).toEqual(['moved']);
  const [row] = (await audited(world.app, 'account.email_changed')).filter((each) => each.orgId === orgId);
  expect(row).toMatchObject({ actorId: person.id, data: { from: email, to } });
});

test('a link for an address is void an hour later, and when a link was used since', async () => {
  const { ctx, person } = await somebody(world.app);
  const [first, second] = [newAddress(), newAddress()];
  await askAddress(ctx, { email: first, current: password });
  const token = await tokenOf(world.app, 'address', person.id);
  await expect(confirmAddress(open(world.app, new Date(Date.now() + 3_600_001)), token)).rejects.toMatchObject({ code: 'not_found' });
  await askAddress(ctx, { email: second, current: password });
  await expect(confirmAddress(open(world.app), token)).rejects.toMatchObject({ code: 'not_found' });
});

test('of two accounts that want one address, one gets it; asking does not tell that it is taken', async () => {
  const [one, two] = [await somebody(world.app), await somebody(world.app)];
  const to = newAddress();
  for (const { ctx } of [one, two]) expect(await askAddress(ctx, { email: to, current: password })).toEqual({ asked: true });
  const tokens = await Promise.all([one, two].map(({ person }) => tokenOf(world.app, 'address', person.id)));
  const done = await Promise.allSettled(tokens.map((token) => confirmAddress(open(world.app), token)));
  expect(done.map((each) => (each.status === 'fulfilled' ? 'done' : each.reason.code)).sort()).toEqual(['conflict', 'done']);
  expect(await world.app.db.$count(user, eq(user.email, to))).toBe(1);
  const third = await somebody(world.app);
  expect(await askAddress(third.ctx, { email: to, current: password })).toEqual({ asked: true });
});

test('a name', async () => {
  const { ctx, person, headers, orgId } = await somebody(world.app);
  await rename(ctx, { name: 'Renamed' });
  expect(await signedIn(headers)).toBe(true);
  const [row] = await world.app.db.select().from(user).where(eq(user.id, person.id));
  expect(row?.name).toBe('Renamed');
  const [told] = (await audited(world.app, 'account.renamed')).filter((each) => each.orgId === orgId);
  expect(told?.data).toEqual({ from: 'Owner', to: 'Renamed' });
});

test('sessions are told without their tokens, and ended by their person only', async () => {
  const { email, ctx, headers } = await somebody(world.app);
  const [second, third] = [await elsewhere(email), await elsewhere(email)];
  const stranger = await somebody(world.app);
  await world.app.db.update(session).set({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
  const list = await listSessions(ctx);
  expect(list.map((each) => each.current)).toEqual([true, false, false]);
  expect(list[0]).toMatchObject({ id: expect.stringMatching(/^ses_/), browser: 'Firefox on Linux' });
  for (const { token } of await world.app.db.select({ token: session.token }).from(session)) {
    expect(JSON.stringify(list)).not.toContain(token);
  }
  const id = uuidOf('session', list.at(-1)?.id ?? '');
  await expect(endSession(stranger.ctx, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listSessions(ctx)).toHaveLength(3);

  await endSession(ctx, id);
  expect([await signedIn(second), await signedIn(third)].sort()).toEqual([false, true]);
  expect(await endOtherSessions(ctx)).toEqual({ ended: 1 });
  expect([await signedIn(headers), await signedIn(second), await signedIn(third)]).toEqual([true, false, false]);
  expect(await signedIn(stranger.headers)).toBe(true);
});

test('a session that is over is not told', async () => {
  const { email, ctx } = await somebody(world.app);
  await elsewhere(email);
  const later = new Date(Date.now() + 8 * 86_400_000);
  expect(await listSessions({ ...ctx, now: later })).toEqual([]);
});

test('browsers in words', () => {
  const cases: [string, string][] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome on Windows',
    ],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge on Windows'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Mobile/15E148 Safari/604.1', 'Chrome on iPad'],
    [
      'Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Samsung Internet on Android',
    ],
    ['curl/8.5.0', 'A program'],
    ['node', 'A program'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'A browser on Linux'],
    ['', 'An unknown browser'],
  ];
  for (const [agent, words] of cases) expect(browserOf(agent), agent).toBe(words);
});
