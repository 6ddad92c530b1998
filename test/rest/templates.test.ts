import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1, pages } from './v1';

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await testApp();
  key = await keyOf((await tenant(app.db)).ctx, ['read:templates', 'write:templates']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });
const source = { subject: 'Hello {{name}}', body: 'Hi {{name|there}}, {{company}}!' };

test('create, read, a new version, archive', async () => {
  const created = await call('POST', '/templates', { name: 'Weekly newsletter', source });
  expect(created.body).toMatchObject({ id: expect.stringMatching(/^tpl_/), slug: 'weekly-newsletter', version: 1 });
  expect(created.body.variables).toEqual(expect.arrayContaining(['name', 'company']));
  const path = `/templates/${created.body.id}`;
  expect((await call('GET', path)).body).toEqual(created.body);
  const updated = await call('PATCH', path, { source: { ...source, subject: 'News' } });
  expect(updated.body).toMatchObject({ version: 2, source: { subject: 'News' } });
  expect((await call('DELETE', path)).status).toBe(204);
  expect((await pages<{ id: string }>('/templates', key)).map((t) => t.id)).not.toContain(created.body.id);
});

test('what is refused', async () => {
  await call('POST', '/templates', { name: 'Taken', slug: 'taken', source });
  expect((await call('POST', '/templates', { name: 'Other', slug: 'taken', source })).status).toBe(409);
  for (const body of [
    { name: 'x' },
    { name: 'x', source: { body: 'no subject' } },
    { name: 'x', source: { ...source, html: '<b>' } },
    { name: 'x', source: { ...source, accent: 'red' } },
  ]) {
    expect((await call('POST', '/templates', body)).status, JSON.stringify(body)).toBe(422);
  }
});
