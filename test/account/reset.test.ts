import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { LINK_MINUTES } from '@/contracts/account';
import { askReset } from '@/server/account/ask-reset';
import { askAddress } from '@/server/account/change-address';
import { resetPassword } from '@/server/account/reset-password';
import { viewLink } from '@/server/account/view-link';
import { createLink, readLink } from '@/server/auth/link-token';
import { account, member, user, verification } from '@/server/db/schema/auth';
import { outbox } from '@/server/db/schema/platform';
import { createContext, unique } from '@/test/factory';
import { password } from '@/test/rest/app';
import { audited, open, openApp, opens, signedIn, somebody, tokenOf, waiting } from './setup';

const world = openApp();
const fresh = 'another correct horse';
const ask = (email: string, now?: Date) => askReset(open(world.app, now), { email });
const reset = (token: string, now?: Date) => resetPassword(open(world.app, now), { token, password: fresh });
const gone = { code: 'not_found', message: 'This link does not work any more: ask for a new one' };

test('sets the password once, ends every session, voids what waits, tells the person and their organizations', async () => {
  const { email, headers, person, ctx, orgId } = await somebody(world.app);
  const second = (await createContext(world.app.db)).orgId;
  await world.app.db.insert(member).values({ organizationId: second, userId: person.id, role: 'member' });
  await askAddress(ctx, { email: `thief-${unique()}@example.com`, current: password });
  const address = await tokenOf(world.app, 'address', person.id);
  await ask(` ${email.toUpperCase()} `);
  const token = await tokenOf(world.app, 'reset', person.id);
  expect(await viewLink(open(world.app), 'reset', token)).toEqual({ email, to: null });
  expect(await signedIn(headers)).toBe(true); // looking and asking change nothing

  expect(await reset(token)).toEqual({ done: true });
  expect([await opens(email), await opens(email, fresh), await signedIn(headers)]).toEqual([false, true, false]);
  await expect(reset(token)).rejects.toMatchObject(gone);
  await expect(viewLink(open(world.app), 'address', address)).rejects.toMatchObject(gone);
  expect(await waiting(world.app, person.id)).toEqual(['password']);
  const rows = (await audited(world.app, 'account.password_reset')).filter((row) => row.actorId === person.id);
  expect(rows.map((row) => row.orgId).sort()).toEqual([orgId, second].sort());
});

test('at once, one of two uses of a link counts', async () => {
  const { email, person } = await somebody(world.app);
  await ask(email);
  const token = await tokenOf(world.app, 'reset', person.id);
  const done = await Promise.allSettled([reset(token), reset(token), reset(token)]);
  expect(done.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('a link works for an hour, until a newer one is asked for, and for what it is for', async () => {
  const { email, person } = await somebody(world.app);
  const asked = new Date();
  await ask(email, asked);
  const token = await tokenOf(world.app, 'reset', person.id);
  const late = new Date(asked.getTime() + LINK_MINUTES * 60_000);
  await expect(reset(token, late)).rejects.toMatchObject(gone);
  await expect(viewLink(open(world.app, late), 'reset', token)).rejects.toMatchObject(gone);
  await expect(viewLink(open(world.app), 'address', token)).rejects.toMatchObject(gone);
  await ask(email);
  await expect(reset(token)).rejects.toMatchObject(gone);
  expect(await opens(email)).toBe(true);
  await expect(reset(await tokenOf(world.app, 'reset', person.id))).resolves.toEqual({ done: true });
});

test('nothing of a token can be changed, and no row is one', async () => {
  const { email, person } = await somebody(world.app);
  await ask(email);
  const token = await tokenOf(world.app, 'reset', person.id);
  const [row] = await world.app.db
    .select()
    .from(verification)
    .where(eq(verification.identifier, `reset:${person.id}`));
  const id = row?.id ?? '';
  expect(readLink('reset-password', token)).toBe(id);
  for (const purpose of ['invitation', 'confirm-address'] as const) {
    expect(readLink(purpose, token)).toBeNull();
    await expect(reset(createLink(purpose, id).split('/').at(-1) ?? '')).rejects.toMatchObject(gone);
  }
  for (const guess of [id, id.replaceAll('-', ''), `${token.slice(0, -1)}${token.at(-1) === 'A' ? 'E' : 'A'}`, '']) {
    await expect(reset(guess)).rejects.toMatchObject(gone);
  }
});

test('an address without an account gets the same answer by the same statements', async () => {
  const { email } = await somebody(world.app);
  const told: unknown[] = [];
  const written: number[] = [];
  for (const each of [email, `nobody-${unique()}@example.com`]) {
    const before = [await world.app.db.$count(outbox), await world.app.db.$count(verification)];
    told.push(await ask(each));
    written.push((await world.app.db.$count(outbox)) - (before[0] ?? 0), (await world.app.db.$count(verification)) - (before[1] ?? 0));
  }
  expect(told[0]).toEqual(told[1]);
  expect(written).toEqual([1, 1, 1, 1]);
  await expect(ask('not an address')).rejects.toMatchObject({ code: 'validation_failed' });
});

test('a person without a password gets one', async () => {
  const { email, person } = await somebody(world.app);
  await world.app.db.delete(account).where(eq(account.userId, person.id));
  await ask(email);
  await reset(await tokenOf(world.app, 'reset', person.id));
  expect(await opens(email, fresh)).toBe(true);
  expect(await world.app.db.$count(user, eq(user.email, email))).toBe(1);
});
