import postgres from 'postgres';
import { expect, test } from 'vitest';
import { testDatabase } from '../db';

test('each test database is its own', async () => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
  const sql = postgres(one.url, { max: 1 });
  await sql`CREATE TABLE only_here (id int)`;
  await sql.end();
  const other = postgres(two.url, { max: 1 });
  expect(await other`SELECT to_regclass('only_here') AS found`).toEqual([{ found: null }]);
  await other.end();
  await Promise.all([one.drop(), two.drop()]);
});

test('the tests run in a zone that is not the database’s', () => {
  expect(new Date(0).getTimezoneOffset()).toBe(-330);
});
