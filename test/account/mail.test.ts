import { eq } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askReset } from '@/server/account/ask-reset';
import { confirmAddress } from '@/server/account/change-address';
import { deliverAccountMail } from '@/server/account/deliver-mail';
import { type MailKind, postMail } from '@/server/account/mail-rows';
import { createLink, readLink } from '@/server/auth/link-token';
import type { UserCtx } from '@/server/auth/session';
import { createEmailChannel } from '@/server/channels/email';
import { member, user, verification } from '@/server/db/schema/auth';
import { outbox } from '@/server/db/schema/platform';
import { getMail } from '@/server/mailbox/get-mail';
import { listMail } from '@/server/mailbox/list-mail';
import type { World } from '@/server/sends/world';
import { caught, newAddress, openCatcher, settings } from '@/test/channels/setup';
import { createContext, unique, uuidOf } from '@/test/factory';

const world = openCatcher();
let email: ReturnType<typeof createEmailChannel>;
beforeAll(() => {
  Object.assign(process.env, { DATABASE_URL: world.databaseUrl, ...settings, MAIL_FROM: 'Muster <muster@example.com>' });
  email = createEmailChannel({ url: world.catcher.smtpUrl });
});
afterAll(() => email.close());

const channels = { email: () => email } as unknown as World['channels'];
const deliver = (mail_id: string, now = new Date()) => deliverAccountMail({ db: world.db, channels, settings }, { mail_id }, now);
async function somebody() {
  const ctx = (await createContext(world.db)) as UserCtx;
  const [row] = await world.db
    .update(user)
    .set({ email: `${unique()}@example.com` })
    .where(eq(user.id, ctx.actor.id))
    .returning();
  return { ctx, id: ctx.actor.id, email: row?.email ?? '' };
}
async function post(kind: MailKind, userId: string, value = '') {
  await postMail(world.db, new Date(), kind, userId, value);
  return lastPosted();
}
async function lastPosted() {
  const event = (await world.db.select().from(outbox)).at(-1);
  return `${event?.data.mail_id}`;
}
const parsed = async (to: string) => PostalMime.parse((await caught(world.db, to)).at(-1)?.raw ?? '');

test('a link comes from MAIL_FROM, is the row, and is no mailing', async () => {
  const { id, email: to } = await somebody();
  const row = await post('reset', id);
  expect(await deliver(row)).toBe('sent');
  const mail = await parsed(to);
  expect(mail.subject).toBe('Set a new password for Muster');
  expect(mail.from).toMatchObject({ name: 'Muster', address: 'muster@example.com' });
  const links = [...(mail.text ?? '').matchAll(/https:\/\/muster\.example\/reset-password\/([\w-]+)/g)];
  expect(links.map((each) => readLink('reset-password', each[1] ?? '', settings))).toEqual([row]);
  expect(mail.text).toContain('60 minutes');
  expect(mail.headers.map((each) => each.key)).not.toContain('list-unsubscribe');
});

test('only the person reads it in the mailbox, not an owner of their organization', async () => {
  const { ctx, id, email: to } = await somebody();
  const owner = (await createContext(world.db, { orgId: ctx.orgId })) as UserCtx;
  const moved = newAddress();
  for (const [kind, value] of [
    ['reset', ''],
    ['address', moved],
    ['password', ''],
    ['moved', newAddress()],
  ] as const) {
    await deliver(await post(kind, id, value));
  }
  const own = (await listMail(ctx, { limit: 9 })).data;
  expect(own).toHaveLength(4);
  expect(own.map((mail) => mail.to)).toEqual(expect.arrayContaining([to, moved]));
  expect((await listMail(owner, { limit: 9 })).data).toEqual([]);
  const one = uuidOf('mail', own[0]?.id ?? '');
  await expect(getMail(owner, one)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getMail({ ...owner, actor: { type: 'job', id } }, one)).rejects.toMatchObject({ code: 'not_found' });
  // whoever is in another organization now reads their own there
  const elsewhere = await createContext(world.db);
  await world.db.insert(member).values({ organizationId: elsewhere.orgId, userId: id, role: 'member' });
  expect((await getMail({ ...elsewhere, actor: ctx.actor }, one)).id).toBe(own[0]?.id);
});

test('nothing goes to an address without an account, to one that another has, or late', async () => {
  const [one, two] = [await somebody(), await somebody()];
  const nobody = newAddress();
  await askReset({ db: world.db, now: new Date(), requestId: 'req_test' }, { email: nobody });
  expect(await deliver(await lastPosted())).toBe('void');
  expect(await deliver(await post('address', one.id, two.email))).toBe('void');
  expect(await deliver(await post('reset', one.id), new Date(Date.now() + 3_600_001))).toBe('void');
  for (const to of [nobody, one.email, two.email]) expect(await caught(world.db, to)).toEqual([]);
});

test('the notice of a change goes to the address before, also after a second change', async () => {
  const { id, email: first } = await somebody();
  for (const to of [newAddress(), newAddress()]) {
    const row = await post('address', id, to);
    const token = createLink('confirm-address', row, settings).split('/').at(-1) ?? '';
    await confirmAddress({ db: world.db, now: new Date(), requestId: 'req_test' }, token);
  }
  const notices = await world.db
    .select()
    .from(verification)
    .where(eq(verification.identifier, `moved:${id}`));
  expect(await Promise.all(notices.map((row) => deliver(row.id)))).toEqual(['sent', 'sent']);
  expect((await parsed(first)).subject).toBe('Your address for Muster was changed');
  expect(await world.db.$count(verification, eq(verification.identifier, `moved:${id}`))).toBe(0);
});

test('a delay is tried again', async () => {
  const { id, email: to } = await somebody();
  const row = await post('password', id);
  world.misbehave.set(to, { reject: { code: 451, message: 'come back' } });
  await expect(deliver(row)).rejects.toThrow('tried again');
  world.misbehave.delete(to);
  expect(await deliver(row)).toBe('sent');
  expect(await deliver(row)).toBe('void');
});
