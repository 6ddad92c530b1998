import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContacts, unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1 } from './v1';

let app: TestApp;
let key: string;
const email = `${unique()}@example.com`;
beforeAll(async () => {
  app = await testApp();
  const { ctx } = await tenant(app.db);
  await createContacts(ctx, [{ email }]);
  key = await keyOf(ctx, ['read:contacts', 'write:contacts']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });

test('records from a CSV, in JSON and as a file', async () => {
  const csv = `key,email,total\no1,${email},5\no2,nobody@example.com,6`;
  const made = await call('POST', '/records/order/import', { csv });
  expect(made.body).toMatchObject({ datatype: 'order', rows: 2, created: 1, updated: 0, unchanged: 0 });
  expect(made.body.rejected).toMatchObject([{ line: 3, code: 'unknown_contact', cells: ['o2', 'nobody@example.com', '6'] }]);
  const again = await call('POST', '/records/order/import', csv, { headers: { 'content-type': 'text/csv; charset=utf-8' } });
  expect(again.body).toMatchObject({ rows: 2, created: 0, unchanged: 1 });
  expect((await call('GET', '/records/order')).body.data).toMatchObject([{ key: 'o1', data: { total: 5 } }]);
});

test('other endpoints take no file, and a file may be larger than a body', async () => {
  const headers = { 'content-type': 'text/csv' };
  expect((await call('POST', '/records/order', 'key,total\no1,5', { headers })).status).toBe(415);
  const csv = `key,notes\n${Array.from({ length: 2_000 }, (_, i) => `b${i},${'x'.repeat(700)}`).join('\n')}`;
  expect((await call('POST', '/records/note/import', csv, { headers })).body).toMatchObject({ rows: 2_000, created: 2_000 });
  expect((await call('POST', '/records/note/import', `key,n\n${'x'.repeat(9 * 1024 * 1024)}`, { headers })).status).toBe(413);
});
