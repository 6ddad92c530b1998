import { expect, onTestFinished, test } from 'vitest';
import { GET } from '@/app/api/trpc/[trpc]/route';
import { database, openDatabase } from '@/server/db/client';
import { migrate } from '@/server/db/migrate';
import { folder, start } from '../embedded/helpers';
import { keyOf, pointTo, signIn, tenant } from './app';
import { call } from './v1';

test('while PostgreSQL restarts the answer is 503, nobody is signed out, and a key asks again safely', { timeout: 60_000 }, async () => {
  const dir = folder();
  let server = await start(dir);
  await migrate(server.url);
  const url = pointTo(server.url);
  onTestFinished(() => database().$client.end({ timeout: 1 }));
  const db = openDatabase(server.url, { max: 2 });
  const { ctx, email } = await tenant(db);
  const key = await keyOf(ctx, ['read:contacts', 'write:contacts']);
  const cookie = await signIn({ url }, email);
  await db.$client.end();
  const dashboard = async () => {
    const answer = await GET(new Request(`${url}/api/trpc/organization.current`, { headers: { cookie } }));
    return { status: answer.status, body: await answer.json() };
  };
  const create = () => call('POST', '/contacts', { email: 'ada@example.com' }, { key, headers: { 'Idempotency-Key': 'the-first' } });
  expect((await dashboard()).status).toBe(200);

  await server.stop();
  for (const away of [await create(), await create()]) {
    expect(away.status).toBe(503);
    expect(away.body.error).toMatchObject({ code: 'unavailable', type: 'unavailable' });
    expect(away.headers.get('retry-after')).toBe('2');
  }
  const { status, body } = await dashboard();
  expect(status).toBe(503);
  expect(body.error.data).toMatchObject({ code: 'unavailable', httpStatus: 503 });

  server = await start(dir);
  const made = await create();
  expect(made.status).toBe(201);
  expect(made.headers.get('idempotency-replayed')).toBeNull();
  expect((await dashboard()).status).toBe(200);
  await server.stop();
});
