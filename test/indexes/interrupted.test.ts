import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId } from '@/contracts/ids';
import { startCatcher } from '@/server/channels/catcher/start';
import type { Ctx } from '@/server/context';
import type { RunningEnv } from '@/server/env';
import { askAgain } from '@/server/indexes/ask-again';
import { buildIndex } from '@/server/indexes/build-index';
import { createIndex } from '@/server/indexes/create-index';
import { dropIndex } from '@/server/indexes/drop-index';
import { getIndex, listIndexes } from '@/server/indexes/list-indexes';
import { startWorker } from '@/server/jobs/worker';
import { createContacts, createContext } from '@/test/factory';
import { openTestDatabase, testWorld, workerEnv } from '@/test/sends/setup';

const test = openTestDatabase();
let ctx: Ctx;
beforeAll(async () => {
  ctx = await createContext(test.db);
  await createContacts(ctx, [{ metadata: { ltv: 1 } }, { metadata: { ltv: 2 } }]);
});
const held = globalThis as typeof globalThis & { musterEnv?: RunningEnv };
afterAll(() => {
  held.musterEnv = undefined;
});

const uuid = (id: string) => decodeId('filterIndex', id) ?? '';
const job = (id: string) => ({ org_id: ctx.orgId, index_id: uuid(id) });
const builders = sql`pg_stat_activity where application_name = 'muster index' and datname = current_database()`;

/** While `work` runs, a transaction is open that CREATE INDEX CONCURRENTLY waits for: time to interfere. */
async function slowly(interfere: () => Promise<unknown>, work: () => Promise<unknown>): Promise<unknown> {
  let under: Promise<unknown> = Promise.resolve();
  await test.db.transaction(async (tx) => {
    await tx.execute(sql`update contacts set name = name where org_id = ${ctx.orgId}`);
    under = work();
    under.catch(() => {}); // looked at below
    await expect
      .poll(async () => (await test.db.execute(sql`select 1 from ${builders} and wait_event_type = 'Lock'`)).length, { timeout: 10_000 })
      .toBe(1);
    await interfere();
  });
  return under;
}

it('a build whose connection is lost is no failure, and is gone on with', async () => {
  const { id } = await createIndex(ctx, { field: 'metadata.ltv' });
  const build = () => buildIndex({ db: test.db, now: new Date() }, test.url, job(id));
  const kill = () => test.db.execute(sql`select pg_terminate_backend(pid) from ${builders}`);
  await expect(slowly(kill, build)).rejects.toThrow();
  expect(await getIndex(ctx, uuid(id))).toMatchObject({ status: 'building', error: null });
  await build();
  expect(await getIndex(ctx, uuid(id))).toMatchObject({ status: 'ready', error: null });
});

it('an index that is dropped while it is built stays dropped', async () => {
  const { id } = await createIndex(ctx, { field: 'metadata.gone' });
  await slowly(
    () => dropIndex(ctx, uuid(id)),
    () => buildIndex({ db: test.db, now: new Date() }, test.url, job(id)),
  );
  expect((await getIndex(ctx, uuid(id))).status).toBe('dropping');
});

it('a build that is interrupted each time ends failed; what was lost is asked for again each night', { timeout: 60_000 }, async () => {
  const them = await createContext(test.db);
  const catcher = await startCatcher({ databaseUrl: test.url });
  // indexes are built on a connection of their own: that one is refused
  held.musterEnv = { ...workerEnv(test.url, catcher), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  const worker = await startWorker(workerEnv(test.url, catcher), testWorld(test.url, catcher), { backoff: () => 50 });
  try {
    const { id } = await createIndex(them, { field: 'metadata.ltv' });
    const read = () => getIndex(them, uuid(id));
    await expect.poll(async () => (await read()).status, { timeout: 20_000 }).toBe('failed');
    expect((await read()).error).toMatch(/interrupted.*ECONNREFUSED/);
    held.musterEnv = workerEnv(test.url, catcher);
    // as if its job had been lost
    await test.db.execute(sql`update filter_indexes set status = 'building' where id = ${uuid(id)}`);
    expect(await askAgain(test.db, 'tonight')).toBeGreaterThanOrEqual(1);
    await expect.poll(async () => (await read()).status, { timeout: 20_000 }).toBe('ready');
  } finally {
    await worker.stop();
    await catcher.stop();
  }
});

it('of many asked for at once eight are made', async () => {
  const them = await createContext(test.db);
  const asked = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => createIndex(them, { field: `metadata.k${i}` })));
  const refused = asked.filter((one) => one.status === 'rejected').map((one) => one.reason.code);
  expect(refused).toEqual(Array.from({ length: 4 }, () => 'conflict'));
  expect(await listIndexes(them)).toHaveLength(8);
});
