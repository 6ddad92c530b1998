import { afterAll, beforeAll, expect, test } from 'vitest';
import { unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1, pages } from './v1';

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await testApp();
  key = await keyOf((await tenant(app.db)).ctx, ['read:suppressions', 'write:suppressions']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });

test('suppress, list, lift', async () => {
  const address = `${unique()}@example.com`;
  const made = await call('POST', '/suppressions', { channel: 'email', address: address.toUpperCase() });
  expect(made.body).toMatchObject({ id: expect.stringMatching(/^sup_/), channel: 'email', address, reason: 'manual' });
  const again = await call('POST', '/suppressions', { channel: 'email', address, reason: 'complaint' });
  expect(again.body).toEqual(made.body);
  await call('POST', '/suppressions', { channel: 'sms', address: '+4512345678', reason: 'stop' });
  expect(await pages('/suppressions', key, 1)).toHaveLength(2);
  expect((await call('GET', '/suppressions?channel=sms')).body.data).toHaveLength(1);
  expect((await call('GET', `/suppressions?q=${address.slice(0, 8)}`)).body.data).toHaveLength(1);
  expect((await call('DELETE', `/suppressions/${made.body.id}`)).status).toBe(204);
  expect((await call('DELETE', `/suppressions/${made.body.id}`)).status).toBe(404);
});

test.each([
  { channel: 'fax', address: 'x' },
  { channel: 'email', address: 'nobody' },
  { channel: 'sms', address: '12' },
  { channel: 'email', address: 'a@example.com', reason: 'mood' },
])('%j is refused', async (body) => expect((await call('POST', '/suppressions', body)).status).toBe(422));
