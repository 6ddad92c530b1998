import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { createAudience } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1 } from './v1';

let app: TestApp;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:automations', 'write:automations', 'write:templates']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body) => callV1(method, path, body, { key });

test('the example of docs/automations.md is taken, activated, and says what it would do', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/automations.md', 'utf8')) ?? [];
  const audience = await createAudience(ctx, 1);
  const source = { subject: 'Hello', body: 'Hi {{name|there}}' };
  await call('POST', '/templates', { name: 'Weekly newsletter', source });
  const made = await call('POST', '/automations', JSON.parse(example.replaceAll('aud_…', encodeId('audience', audience.id))));
  expect(made.status, made.text).toBe(201);
  const path = `/automations/${made.body.id}`;
  expect((await call('POST', `${path}/activate`)).body.status).toBe('active');
  const contact_id = encodeId('contact', audience.contactIds[0] ?? '');
  const tried = async (events: string) => (await call('POST', `${path}/test`, { contact_id, events })).body;
  const steps = async (events: string) => (await tried(events)).steps.map((step: { step_id: string }) => step.step_id);
  expect(await tried('happen')).toMatchObject({ mode: 'dry', would_enter: true });
  expect(await steps('happen')).toEqual(['morning', 'hello', 'visit', 'warm', 'stage']);
  expect((await steps('time_out')).filter((id: string) => id !== 'remind')).toEqual(['morning', 'hello', 'visit', 'test', 'stage']);
});
