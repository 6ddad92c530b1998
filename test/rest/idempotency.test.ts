import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { keyContext } from '@/server/auth/api-key';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { idempotencyKeys } from '@/server/db/schema/platform';
import { restApp } from '@/server/rest/app';
import { endpoint } from '@/server/rest/endpoint';
import { unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { caller } from './call';

/** What happens in the middle of a mutation, after its first write. */
let meanwhile: (() => Promise<void>) | undefined;

const table = [
  endpoint({
    method: 'POST',
    path: '/marks/:id',
    scope: 'write:suppressions',
    tag: 'Marks',
    summary: 'Writes a row, in a transaction of its own',
    params: z.object({ id: z.string() }),
    body: z.strictObject({ address: z.string().min(1), tags: z.array(z.string()).optional(), note: z.string().optional() }),
    response: z.object({ id: z.string(), z: z.number(), a: z.number() }),
    status: 201,
    handler: (ctx, { body }) =>
      ctx.db.transaction(async (tx) => {
        const [row] = await tx
          .insert(suppressions)
          .values({ orgId: ctx.orgId, channel: 'email', address: body.address, reason: 'manual' })
          .returning();
        await meanwhile?.();
        return { id: row?.id ?? '', z: 1, a: 2 };
      }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/marks/:id',
    scope: 'write:suppressions',
    tag: 'Marks',
    summary: 'Answers nothing',
    status: 204,
    handler: async () => undefined,
  }),
];

let app: TestApp;
let ctx: Ctx;
let key: string;
const bare = caller(restApp('/api/v1', table, keyContext));

beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['write:suppressions']);
});
afterAll(() => app.close());

const post = (address: string, idempotency?: string, more: { path?: string; key?: string; body?: string } = {}) =>
  bare('POST', more.path ?? '/marks/1', more.body ?? { address }, {
    key: more.key ?? key,
    headers: idempotency ? { 'idempotency-key': idempotency } : {},
  });
const rows = (address: string) => app.db.$count(suppressions, eq(suppressions.address, address));
const stored = (name: string) => app.db.$count(idempotencyKeys, eq(idempotencyKeys.key, name));

describe('the same key', () => {
  test('and body: the first answer again, byte for byte', async () => {
    const [address, name] = [unique(), unique()];
    const first = await post(address, name);
    const again = await post(address, name);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await rows(address)).toBe(1);
  });

  test('and the body with its keys in another order is the same body', async () => {
    const [address, name] = [unique(), unique()];
    expect((await post('', name, { body: `{"address":"${address}","note":"n"}` })).status).toBe(201);
    expect((await post('', name, { body: `{ "note":"n", "address":"${address}" }` })).headers.get('idempotency-replayed')).toBe('true');
  });

  test('and another body is 422', async () => {
    const name = unique();
    await post(unique(), name);
    const other = await post(unique(), name);
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('on another path, or of another organization, is another key', async () => {
    const name = unique();
    const other = await keyOf((await tenant(app.db)).ctx, ['write:suppressions']);
    const answers = [
      await post(unique(), name),
      await post(unique(), name, { path: '/marks/2' }),
      await post(unique(), name, { key: other }),
    ];
    expect(answers.map((a) => [a.status, a.headers.get('idempotency-replayed')])).toEqual([
      [201, null],
      [201, null],
      [201, null],
    ]);
  });

  test('with another API key of the organization is the same', async () => {
    const [address, name] = [unique(), unique()];
    await post(address, name);
    expect((await post(address, name, { key: await keyOf(ctx, ['write:suppressions']) })).headers.get('idempotency-replayed')).toBe('true');
  });

  test('while the first runs is 409', async () => {
    const [address, name] = [unique(), unique()];
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const entered = new Promise<void>((resolve) => {
      meanwhile = async () => {
        resolve();
        await held;
      };
    });
    const first = post(address, name);
    await entered;
    meanwhile = undefined;
    const second = await post(address, name);
    expect([second.status, second.body.error.code, second.headers.get('retry-after')]).toEqual([409, 'idempotency_in_progress', '1']);
    go();
    expect((await first).status).toBe(201);
    expect((await post(address, name)).headers.get('idempotency-replayed')).toBe('true');
    expect(await rows(address)).toBe(1);
  });

  test('fifty at once act once', async () => {
    const [address, name] = [unique(), unique()];
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(address, name)));
    const done = answers.filter((a) => a.status === 201);
    expect(new Set(answers.map((a) => a.status)).difference?.(new Set([201, 409])) ?? new Set()).toEqual(new Set());
    expect(done.filter((a) => !a.headers.has('idempotency-replayed'))).toHaveLength(1);
    expect(new Set(done.map((a) => a.text)).size).toBe(1);
    expect(await rows(address)).toBe(1);
  });
});

describe('what fails leaves the key free', () => {
  test('refused input', async () => {
    const [address, name] = [unique(), unique()];
    expect((await post('', name)).status).toBe(422);
    expect(await stored(name)).toBe(0);
    expect((await post(address, name)).status).toBe(201);
  });

  test('a crash after the first write: nothing is written, a retry acts', async () => {
    const [address, name] = [unique(), unique()];
    meanwhile = async () => {
      throw new Error('power cut');
    };
    expect((await post(address, name)).status).toBe(500);
    meanwhile = undefined;
    expect([await rows(address), await stored(name)]).toEqual([0, 0]);
    expect((await post(address, name)).status).toBe(201);
    expect(await rows(address)).toBe(1);
  });

  test('a process that dies takes its lock along', async () => {
    const [address, name] = [unique(), unique()];
    const lock = JSON.stringify([ctx.orgId, 'POST /api/v1/marks/1', name]);
    const holder = await app.db.$client.reserve();
    await holder`begin`;
    const [row] = await holder`select pg_backend_pid() as pid, pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
    expect((await post(address, name)).status).toBe(409);
    await app.db.execute(sql`select pg_terminate_backend(${row?.pid})`);
    await expect.poll(async () => (await post(address, name)).status).toBe(201);
    expect(await rows(address)).toBe(1);
  });
});

test('a 204 is remembered too', async () => {
  const options = { key, headers: { 'idempotency-key': unique() } };
  const answers = [await bare('DELETE', '/marks/1', undefined, options), await bare('DELETE', '/marks/1', undefined, options)];
  expect(answers.map((a) => [a.status, a.text, a.headers.get('idempotency-replayed')])).toEqual([
    [204, '', null],
    [204, '', 'true'],
  ]);
});

test('after a day a key is new, and old rows go', async () => {
  const [address, name, other] = [unique(), unique(), unique()];
  await post(address, name);
  await post(unique(), other);
  await app.db.execute(sql`update idempotency_keys set created_at = now() - interval '25 hours' where key in (${name}, ${other})`);
  expect((await post(unique(), name)).headers.get('idempotency-replayed')).toBeNull();
  expect([await stored(name), await stored(other)]).toEqual([1, 0]);
});

test.each(['', 'x'.repeat(256), 'naïve'])('the key %j is refused', async (name) => {
  const headers = { 'idempotency-key': name };
  const answer = await bare('POST', '/marks/1', { address: unique() }, { key, headers });
  expect(answer.status).toBe(422);
});
