import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '@/server/db/client';
import { guardTransactions } from '@/server/db/transactions';
import { testDatabase } from '../db';

const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A transaction that loses its connection after its first statement while others wait for the pool, and goes on regardless. */
async function interrupted(wrap: (client: postgres.Sql) => postgres.Sql) {
  const database = await testDatabase();
  const options = { max: 1, onnotice: () => {} };
  const client = wrap(postgres(database.url, options));
  const killer = postgres(database.url, options);
  await killer`create table t (x int)`;
  const waiting: Promise<unknown>[] = [];
  const outcome = await client
    .begin(async (tx) => {
      const [row] = await tx`select pg_backend_pid() as pid`;
      await tx`insert into t values (1)`;
      for (let i = 0; i < 3; i++) waiting.push(client`select ${i}::int`.then(() => 'answered'));
      await killer`select pg_terminate_backend(${row?.pid})`;
      await later(500);
      await tx`insert into t values (2)`;
    })
    .then(
      () => 'committed',
      (error: { code: string }) => error.code,
    );
  const others = await Promise.all(waiting);
  await later(700);
  const rows = await killer`select x from t`;
  await client.end();
  await killer.end();
  await database.drop();
  return { outcome, others, rows: rows.map((row) => row.x) };
}

describe('a transaction whose connection is lost', () => {
  it('runs nothing more, and leaves the next user of the connection alone', async () => {
    expect(await interrupted(guardTransactions)).toEqual({
      outcome: 'CONNECTION_CLOSED',
      others: ['answered', 'answered', 'answered'],
      rows: [],
    });
  });

  it('does not end the process when a statement is under way (the driver would write its ROLLBACK to a socket that is null)', async () => {
    const database = await testDatabase();
    const db = openDatabase(database.url, { max: 1 });
    const killer = openDatabase(database.url, { max: 1 });
    const lost = db.transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      setTimeout(async () => await killer.execute(sql`select pg_terminate_backend(${row?.pid})`), 50);
      await tx.transaction((inner) => inner.execute(sql`select pg_sleep(5)`));
    });
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await later(100); // an uncaught error would fail this file
    // the driver may hand the old connection's last word to the first statement on the new one
    await db.execute(sql`select 1`).catch(() => null);
    expect(await db.execute(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await db.$client.end();
    await killer.$client.end();
    await database.drop();
  });

  it('is ended by the server when its process sleeps in it, so that others get its locks; the process goes on with a new connection', async () => {
    const database = await testDatabase();
    const sleeper = openDatabase(database.url, { max: 1, idleInTransactionMs: 200 });
    const other = openDatabase(database.url, { max: 1 });
    await other.execute(sql`create table t as select 1 as x`);
    const slept = sleeper.transaction(async (tx) => {
      await tx.execute(sql`update t set x = 2`);
      await other.execute(sql`update t set x = x + 10`);
      await tx.execute(sql`update t set x = 3`);
    });
    await expect(slept).rejects.toMatchObject({ code: expect.stringMatching('25P03|CONNECTION_CLOSED') });
    expect(await other.execute(sql`select x from t`)).toEqual([{ x: 11 }]);
    await sleeper.execute(sql`select 1`).catch(() => null); // as above
    expect(await sleeper.execute(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await sleeper.$client.end();
    await other.$client.end();
    await database.drop();
  });

  it('would go on outside of the transaction without the guard (when this fails, the driver is mended and the guard can go)', async () => {
    expect((await interrupted((client) => client)).rows).toEqual([2]);
  });

  it('still commits, rolls back and nests', async () => {
    const database = await testDatabase();
    const client = guardTransactions(postgres(database.url, { max: 1, onnotice: () => {} }));
    await client`create table t (x int)`;
    await client.begin(async (tx) => {
      await tx`insert into t values (1)`;
      await tx
        .savepoint(async (inner) => {
          await inner`insert into t values (2)`;
          throw new Error('only this');
        })
        .catch(() => {});
      await tx.savepoint((inner) => inner`insert into t values (3)`);
    });
    await expect(
      client.begin('isolation level repeatable read', async (tx) => {
        await tx`insert into t values (4)`;
        throw new Error('all of it');
      }),
    ).rejects.toThrow('all of it');
    expect((await client`select x from t order by x`).map((row) => row.x)).toEqual([1, 3]);
    await client.end();
    await database.drop();
  });
});
