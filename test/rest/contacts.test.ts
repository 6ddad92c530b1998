import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contact } from '@/contracts/contact';
import { unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1, pages } from './v1';

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await testApp();
  key = await keyOf((await tenant(app.db)).ctx, ['read:contacts', 'write:contacts']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });
const address = () => `${unique()}@example.com`;

test('create, read, update, delete', async () => {
  const email = address();
  const created = await call('POST', '/contacts', {
    email: ` ${email.toUpperCase()} `,
    name: 'Ada',
    country: 'GB',
    tags: ['vip'],
    metadata: { plan: 'pro', seats: 3 },
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    id: expect.stringMatching(/^con_[0-9a-z]{26}$/),
    email,
    phone: null,
    name: 'Ada',
    tags: ['vip'],
    last_email_opened_at: null,
  });

  const path = `/contacts/${created.body.id}`;
  expect((await call('GET', path)).body).toEqual(created.body);

  const updated = await call('PATCH', path, { name: null, metadata: { seats: null, city: 'London' } });
  expect(updated.body).toMatchObject({ name: null, email, metadata: { plan: 'pro', city: 'London' } });
  expect(updated.body.metadata).not.toHaveProperty('seats');

  expect((await call('DELETE', path)).status).toBe(204);
  expect((await call('GET', path)).status).toBe(404);
  expect((await call('DELETE', path)).status).toBe(404);
});

describe('refused', () => {
  test('an address that exists is 409 and names whose it is', async () => {
    const email = address();
    const { body } = await call('POST', '/contacts', { email });
    const again = await call('POST', '/contacts', { email: email.toUpperCase() });
    expect([again.status, again.body.error.code]).toEqual([409, 'conflict']);
    expect(again.text).toContain(body.id);
  });
  test.each([
    [{}, 'email'],
    [{ email: 'nobody' }, 'email'],
    [{ phone: '12' }, 'phone'],
    [{ email: 'a@example.com', timezone: 'Mars/Base' }, 'timezone'],
    [{ email: 'a@example.com', country: 'XX' }, 'country'],
    [{ email: 'a@example.com', metadata: [] }, 'metadata'],
  ])('%j names the field', async (body, field) => {
    const answer = await call('POST', '/contacts', body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.errors[0].path[0]).toBe(field);
  });
  test.each(['id', 'org_id', 'created_at', 'bucket', 'last_email_opened_at'])('the field %s cannot be set', async (field) => {
    const answer = await call('POST', '/contacts', { email: address(), [field]: 'x' });
    expect(answer.body.error.errors).toContainEqual(expect.objectContaining({ path: [field], code: 'unknown_field' }));
  });
});

test('the list pages to its end, newest first, each contact once', async () => {
  const tag = unique();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push((await call('POST', '/contacts', { email: `${i}.${tag}@example.com` })).body.id);
  const listed = await pages<Contact>(`/contacts?q=${tag}`, key);
  expect(listed.map((c) => c.id)).toEqual([...ids].reverse());
  expect((await call('GET', `/contacts?email=3.${tag}@EXAMPLE.com`)).body.data).toHaveLength(1);
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'sort=name'])
    expect((await call('GET', `/contacts?${query}`)).status, query).toBe(422);
});

test('a batch creates, updates, leaves and refuses; the figures add up', async () => {
  const [known, same, fresh] = [address(), address(), address()];
  await call('POST', '/contacts', { email: known });
  await call('POST', '/contacts', { email: same, name: 'Same' });
  const contacts = [{ email: known, name: 'New name' }, { email: same, name: 'Same' }, { email: fresh }, { email: 'broken' }];
  const { body } = await call('POST', '/contacts/batch', { contacts });
  expect(body).toMatchObject({
    created: 1,
    updated: 1,
    unchanged: 1,
    rejected: [{ index: 3, code: expect.any(String), message: expect.any(String) }],
  });
  expect((await call('POST', '/contacts/batch', { contacts: [] })).status).toBe(422);
  expect((await call('POST', '/contacts/batch', { contacts: Array.from({ length: 1001 }, () => ({ email: fresh })) })).status).toBe(422);
});
