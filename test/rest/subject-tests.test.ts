import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { createAudience } from '@/test/factory';
import { createTemplate } from '../sends/setup';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { call as callV1 } from './v1';

let app: TestApp;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:sends', 'write:sends', 'write:audiences']);
});
afterAll(() => app.close());

const call: typeof callV1 = (method, path, body, options) => callV1(method, path, body, { key, ...options });
const send = async (values: object) => {
  const audience = encodeId('audience', (await createAudience(ctx, 20)).id);
  const body = {
    channel: 'email',
    from: 'hello@example.com',
    template: await createTemplate(ctx),
    subject_variants: ['a', 'b'],
    ...values,
  };
  return call('POST', `/audiences/${audience}/send`, body);
};

test('the subject for the rest is chosen, once', async () => {
  const accepted = await send({ subject_test: {} });
  expect(accepted).toMatchObject({ status: 201, body: { total: 20, scheduled: 20, warnings: [{ code: 'small_test' }] } });
  const path = `/sends/${accepted.body.send_id}/subject`;
  expect(await call('POST', path, { winner: 'b' })).toMatchObject({ status: 422 });
  expect(await call('POST', path, { winner: 'E' })).toMatchObject({ status: 422, body: { error: { errors: [{ path: ['winner'] }] } } });
  expect(await call('POST', path, { winner: 'B' }, { key: await keyOf(ctx, ['read:sends']) })).toMatchObject({ status: 403 });
  const chosen = await call('POST', path, { winner: 'B' });
  const subject_test = { share: 0.2, wait_minutes: 240, by: 'opens', winner: 'B', verdict: 'chosen', decided_by: { type: 'api_key' } };
  expect(chosen).toMatchObject({
    status: 200,
    body: { subject_test: { ...subject_test, status: 'decided', test_size: 4, rest_size: 16 } },
  });
  expect((await call('POST', path, { winner: 'B' })).body).toEqual(chosen.body);
  expect(await call('POST', path, { winner: 'A' })).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test.each([
  [{ share: 0.95 }, 'share'],
  [{ share: 0.205 }, 'share'],
  [{ wait_minutes: 1 }, 'wait_minutes'],
  [{ by: 'orders' }, 'by'],
])('%j is refused at %s', async (subject_test, field) => {
  expect(await send({ subject_test })).toMatchObject({ status: 422, body: { error: { errors: [{ path: ['subject_test', field] }] } } });
});

test('a send without a test has nothing to choose', async () => {
  const { body } = await send({});
  expect(await call('POST', `/sends/${body.send_id}/subject`, { winner: 'A' })).toMatchObject({ status: 409 });
  expect((await call('GET', `/sends/${body.send_id}`)).body.subject_test).toBeNull();
});
