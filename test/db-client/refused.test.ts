import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openDatabase } from '@/server/db/client';
import { refusedState } from '@/server/db/refused';
import { testDatabase } from '../db';

it('a statement is refused for what it says or takes, not for where the server is', async () => {
  const database = await testDatabase();
  const db = openDatabase(database.url, { max: 1 });
  const stateOf = (statement: string, before = 'select') =>
    db
      .transaction(async (tx) => {
        await tx.execute(sql.raw(before));
        await tx.execute(sql.raw(statement));
      })
      .then(() => 'fine', refusedState);
  expect(await stateOf(`select '(' ~ '('`)).toBe('2201B');
  expect(await stateOf(`select pg_sleep(5)`, 'set local statement_timeout = 50')).toBe('57014');
  expect(await stateOf('create table t ()', 'set transaction read only')).toBeNull();
  expect(await stateOf(`insert into organizations (name, slug) values ('A', 'same'), ('B', 'same')`)).toBeNull();
  expect(refusedState(new Error('no statement at all'))).toBeNull();
  await db.$client.end();
  expect(await stateOf('select 1')).toBeNull();
  await database.drop();
});
