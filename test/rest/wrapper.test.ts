import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AppError } from '@/contracts/errors';
import { keyContext } from '@/server/auth/api-key';
import { newKey } from '@/server/auth/key-format';
import { apiKeys } from '@/server/db/schema/auth';
import { restApp } from '@/server/rest/app';
import { endpoint } from '@/server/rest/endpoint';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { caller } from './call';

const table = [
  endpoint({
    method: 'POST',
    path: '/things/:id',
    scope: 'write:contacts',
    tag: 'Things',
    summary: 'A thing',
    params: z.object({ id: z.string().regex(/^thing_/) }),
    query: z.strictObject({ loud: z.enum(['yes', 'no']).optional() }),
    body: z.strictObject({ name: z.string().min(1), deep: z.unknown().optional() }),
    response: z.object({ id: z.string(), name: z.string() }),
    status: 201,
    handler: async (_ctx, { params, body }) => {
      if (body.name === 'boom') throw new Error('select secret from postgres');
      if (body.name === 'taken') throw new AppError('conflict', 'The name is taken', [{ path: ['name'], code: 'taken', message: 'taken' }]);
      return { id: params.id, name: body.name };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/things/:id',
    scope: 'write:contacts',
    tag: 'Things',
    summary: 'Gone',
    status: 204,
    handler: async () => undefined,
  }),
];

let app: TestApp;
let key: string;
const rest = restApp('/api/v1', table, keyContext);
const bare = caller(rest);
const call: typeof bare = (method, path, body, options) => bare(method, path, body, { key, ...options });

beforeAll(async () => {
  app = await testApp();
});
beforeAll(async () => {
  key = await keyOf((await tenant(app.db)).ctx, ['write:contacts']);
});
afterAll(() => app.close());

describe('answers', () => {
  test('a good request', async () => {
    const answer = await call('POST', '/things/thing_1', { name: 'Ada' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: 'thing_1', name: 'Ada' });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('204 has no body', async () => {
    const answer = await call('DELETE', '/things/thing_1');
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([204, '', null]);
  });

  test('an error of a verb', async () => {
    const answer = await call('POST', '/things/thing_1', { name: 'taken' });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toEqual({
      type: 'conflict',
      code: 'conflict',
      message: 'The name is taken',
      request_id: answer.headers.get('x-request-id'),
      errors: [{ path: ['name'], code: 'taken', message: 'taken' }],
    });
  });

  test('an unexpected error is opaque', async () => {
    const answer = await call('POST', '/things/thing_1', { name: 'boom' });
    expect(answer.status).toBe(500);
    expect(answer.body.error.code).toBe('internal');
    expect(answer.text).not.toMatch(/secret|postgres|at \//);
  });
});

describe('paths and methods', () => {
  test('an unknown path is 404 in the same shape', async () => {
    const answer = await call('GET', '/nothing');
    expect(answer.status).toBe(404);
    expect(answer.body.error).toMatchObject({ type: 'not_found', code: 'not_found', errors: [] });
  });
  test('another method is 405 and says which', async () => {
    const answer = await call('PUT', '/things/thing_1', {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, DELETE');
  });
  test('a malformed id is 404', async () => {
    expect((await call('POST', '/things/other_1', { name: 'Ada' })).status).toBe(404);
    expect((await call('POST', '/things/%00', { name: 'Ada' })).status).toBe(404);
    expect((await call('POST', '/things/%ff', { name: 'Ada' })).status).toBe(404);
  });
});

describe('keys', () => {
  const status = async (given: string | null) => (await call('DELETE', '/things/thing_1', undefined, { key: given })).status;
  test('none, another scheme, a typo, an unknown one', async () => {
    expect(await status(null)).toBe(401);
    const basic = await call('DELETE', '/things/thing_1', undefined, { key: null, headers: { authorization: `Basic ${btoa('a:b')}` } });
    expect(basic.status).toBe(401);
    expect(basic.headers.get('www-authenticate')).toBe('Bearer');
    expect(await status(`${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`)).toBe(401);
    expect(await status(newKey())).toBe(401);
  });
  test('revoked or expired', async () => {
    const { ctx } = await tenant(app.db);
    const [a, b] = [await keyOf(ctx, ['write:contacts']), await keyOf(ctx, ['write:contacts'])];
    expect([await status(a), await status(b)]).toEqual([204, 204]);
    await app.db
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(eq(apiKeys.last4, a.slice(-4)));
    await app.db
      .update(apiKeys)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(apiKeys.last4, b.slice(-4)));
    expect([await status(a), await status(b)]).toEqual([401, 401]);
  });
  test('another scope is 403 and names the one that is missing', async () => {
    const other = await keyOf((await tenant(app.db)).ctx, ['read:contacts', 'write:audiences']);
    const answer = await call('DELETE', '/things/thing_1', undefined, { key: other });
    expect([answer.status, answer.body.error.code]).toEqual([403, 'insufficient_scope']);
    expect(answer.body.error.message).toContain('write:contacts');
  });
});

describe('bodies', () => {
  const post = (text: string, type = 'application/json') => call('POST', '/things/thing_1', text, { headers: { 'content-type': type } });

  test('unknown and missing fields are named', async () => {
    const answer = await call('POST', '/things/thing_1', { org_id: 1, role: 'owner' });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toMatchObject({ type: 'validation', code: 'validation_failed' });
    expect(answer.body.error.errors).toEqual(
      expect.arrayContaining([
        { path: ['name'], code: 'required', message: expect.any(String) },
        { path: ['org_id'], code: 'unknown_field', message: 'unknown field `org_id`' },
        { path: ['role'], code: 'unknown_field', message: 'unknown field `role`' },
      ]),
    );
  });
  test('query parameters are strict too', async () => {
    expect((await call('POST', '/things/thing_1?loud=yes', { name: 'Ada' })).status).toBe(201);
    for (const query of ['loud=maybe', 'silent=1', 'loud=yes&loud=no', '__proto__=1']) {
      expect((await call('POST', `/things/thing_1?${query}`, { name: 'Ada' })).status, query).toBe(422);
    }
  });
  test('an empty body is a missing one', async () => expect((await post('')).status).toBe(422));
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])('type %j is 415', async (type) => {
    expect((await post('{"name":"Ada"}', type)).status).toBe(415);
  });
  test('a charset is fine', async () => expect((await post('{"name":"Ada"}', 'Application/JSON; charset=UTF-8')).status).toBe(201));
  test.each(['{', '{"name":}', "{'name':'x'}", '{"name":"Ada"}x', '"\\x"', '{"name":"a\tb"}', 'nul', '[1,]'])(
    'not JSON: %s',
    async (text) => {
      expect((await post(text)).status).toBe(400);
    },
  );
  test.each([
    ['a key twice', '{"name":"Ada","name":"Bob"}', ['name'], 'duplicate_key'],
    ['a key twice, escaped', '{"name":"Ada","n\\u0061me":"Bob"}', ['name'], 'duplicate_key'],
    ['a key twice, deep', '{"name":"Ada","deep":[1,{"a":1,"a":2}]}', ['deep', 1, 'a'], 'duplicate_key'],
    ['__proto__', '{"name":"Ada","deep":{"__proto__":{"x":1}}}', ['deep', '__proto__'], 'invalid_key'],
    ['NUL', '{"name":"a\\u0000"}', ['name'], 'invalid_text'],
    ['half a pair', '{"name":"Ada","deep":["ok","\\ud83d"]}', ['deep', 1], 'invalid_text'],
    ['too deep', `{"name":"Ada","deep":${'['.repeat(40)}${']'.repeat(40)}}`, expect.any(Array), 'too_deep'],
  ])('%s is 422', async (_name, text, path, code) => {
    const answer = await post(text);
    expect(answer.status).toBe(422);
    expect(answer.body.error.errors[0]).toMatchObject({ path, code });
  });
  test('the same key in two objects, a whole pair, 32 levels: fine', async () => {
    expect((await post('{"name":"Ada","deep":[{"a":1},{"a":"\\ud83d\\ude00"}]}')).status).toBe(201);
    expect((await post(`{"name":"Ada","deep":${'['.repeat(31)}${']'.repeat(31)}}`)).status).toBe(201);
  });
  test('100,000 levels are refused at once', async () => {
    const started = performance.now();
    expect((await post(`{"name":"Ada","deep":${'['.repeat(100_000)}`)).status).toBe(422);
    expect(performance.now() - started).toBeLessThan(500);
  });
  test('more than 1 MB is 413, with and without a length', async () => {
    const text = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    expect((await post(text)).status).toBe(413);
    const stream = new Blob([text]).stream();
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    };
    expect((await rest.fetch(new Request('http://localhost:3000/api/v1/things/thing_1', init as RequestInit))).status).toBe(413);
  });
  test('not UTF-8 is 400', async () => {
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    };
    expect((await rest.fetch(new Request('http://localhost:3000/api/v1/things/thing_1', init))).status).toBe(400);
  });
  test('nothing reaches Object.prototype', async () => {
    await post('{"name":"Ada","deep":{"constructor":{"prototype":{"polluted":1}}}}');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
