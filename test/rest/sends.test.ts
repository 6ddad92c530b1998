import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Message } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { outbox } from '@/server/db/schema/platform';
import { messages, sends } from '@/server/db/schema/sends';
import { createAudience, createContacts, unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1, pages } from './v1';

let app: TestApp;
let ctx: Ctx;
let key: string;
let audience: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:sends', 'write:sends', 'write:audiences', 'write:templates']);
  const made = await call('POST', '/templates', {
    name: 'Weekly',
    slug: 'weekly',
    source: { subject: 'Hello {{name}}', body: 'Hi **{{name|there}}**' },
  });
  expect(made.status).toBe(201);
});
beforeEach(async () => {
  audience = encodeId('audience', (await createAudience(ctx, 6)).id);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });
const body = { channel: 'email', from: 'hello@example.com', template: 'weekly' };
const later = { ...body, scheduled_local: '2027-05-01 09:00', scheduled_at_tz: 'America/New_York', ramp_minutes: 60 };
const send = (input: object = later, headers: Record<string, string> = {}) =>
  call('POST', `/audiences/${audience}/send`, input, { headers });

test('a scheduled send with a ramp and two subjects', async () => {
  const people = await createContacts(ctx, [{}, {}, { email: null, phone: '+4512345678' }]);
  await app.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: people[1]?.email ?? '', reason: 'manual' });
  audience = encodeId('audience', (await createAudience(ctx, people)).id);
  const { status, body } = await send({
    ...later,
    subject_variants: ['Your weekly update', 'Quick update for {{name}}'],
    variables: { cta: 'Read more' },
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ audience_id: audience, total: 3, scheduled: 1, suppressed: 1, unreachable: 1, duplicates: 0 });
  expect([body.starts_at, body.ends_at]).toEqual(['2027-05-01T13:00:00.000Z', '2027-05-01T14:00:00.000Z']);

  const found = (await call('GET', `/sends/${body.send_id}`)).body;
  expect(found).toMatchObject({
    id: body.send_id,
    audience_id: audience,
    status: 'scheduled',
    counts: { total: 3, scheduled: 1, suppressed: 1, unreachable: 1, sent: 0 },
  });
  const { total, ...parts } = found.counts as Record<string, number>;
  expect(Object.values(parts).reduce((a, b) => a + b)).toBe(total);

  const ledger = await pages<Message>(`/sends/${body.send_id}/messages`, key);
  expect(ledger).toHaveLength(3);
  const waiting = ledger.filter((m) => m.status === 'scheduled');
  expect(waiting).toMatchObject([
    { scheduled_at: '2027-05-01T13:00:00.000Z', metadata: { subject_variant: expect.stringMatching(/^[AB]$/) } },
  ]);
  expect((await call('GET', `/sends/${body.send_id}/messages?status=unreachable`)).body.data).toHaveLength(1);
});

test('the list, and the sends of one audience', async () => {
  const { send_id } = (await send()).body;
  expect((await call('GET', '/sends?limit=1')).body.data[0].id).toBe(send_id);
  expect((await call('GET', `/sends?audience_id=${audience}`)).body.data).toHaveLength(1);
  expect((await call('GET', '/sends?audience_id=aud_x')).status).toBe(422);
});

test('cancelling takes out what has not left; twice is once', async () => {
  const { send_id } = (await send()).body;
  const cancelled = await call('DELETE', `/sends/${send_id}`);
  expect(cancelled.body).toMatchObject({ status: 'cancelled', counts: { total: 6, cancelled: 6, scheduled: 0 } });
  expect((await call('DELETE', `/sends/${send_id}`)).body.counts).toEqual(cancelled.body.counts);
});

describe('refused, with the path', () => {
  test.each([
    [{ ...body, scheduled_local: '2027-05-01 09:00' }, 'scheduled_at_tz'],
    [{ ...body, scheduled_at_tz: 'Europe/Paris' }, 'scheduled_local'],
    [{ ...later, scheduled_at_tz: 'Mars/Base' }, 'scheduled_at_tz'],
    [{ ...later, scheduled_local: '2020-05-01 09:00' }, 'scheduled_local'],
    [{ ...body, ramp_minutes: 1441 }, 'ramp_minutes'],
    [{ ...body, subject_variants: ['one'] }, 'subject_variants'],
    [{ ...body, template: 'nothing-like-it' }, 'template'],
    [{ ...body, from: 'nobody' }, 'from'],
    [{ ...body, slice: { index: 5, of: 5 } }, 'slice'],
    [{ ...body, colour: 'red' }, 'colour'],
  ])('%j', async (input, field) => {
    const answer = await send(input);
    expect(answer.status).toBe(422);
    expect(answer.body.error.errors[0].path[0]).toBe(field);
    expect(await app.db.$count(sends, eq(sends.audienceId, (await newest()) ?? ''))).toBe(0);
  });
  test('the scope is write:audiences', async () => {
    const other = await keyOf(ctx, ['write:sends', 'read:audiences', 'write:contacts']);
    expect((await call('POST', `/audiences/${audience}/send`, body, { key: other })).status).toBe(403);
  });
});

const newest = async () => (await app.db.query.audiences.findFirst({ orderBy: (a, { desc }) => desc(a.id) }))?.id;

test('50 calls at once with one Idempotency-Key are one send', async () => {
  const before = await app.db.$count(outbox);
  const headers = { 'idempotency-key': unique() };
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(later, headers)));
  expect(answers.every((a) => a.status === 201 || a.status === 409)).toBe(true);
  expect(new Set(answers.filter((a) => a.status === 201).map((a) => a.text)).size).toBe(1);
  const again = await send(later, headers);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  const id = (await newest()) ?? '';
  expect(await app.db.$count(sends, eq(sends.audienceId, id))).toBe(1);
  expect(await app.db.$count(messages, eq(messages.orgId, ctx.orgId))).toBeGreaterThanOrEqual(6);
  expect((await app.db.$count(outbox)) - before).toBe(1);
  expect((await send({ ...later, ramp_minutes: 30 }, headers)).body.error.code).toBe('idempotency_key_reused');
});
