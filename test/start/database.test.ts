import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseProblem } from '@/scripts/start/database';
import { type TestDatabase, testDatabase } from '../db';

let database: TestDatabase;
let admin: postgres.Sql;
beforeAll(async () => {
  database = await testDatabase();
  admin = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

test('a database of our own is fine', async () => {
  expect(await databaseProblem(database.url)).toBeNull();
});

test('a role that may not make tables is told what it needs', async () => {
  const [own] = await admin<{ role: string; name: string }[]>`select current_user as role, current_database() as name`;
  await admin.unsafe(`revoke create on database ${own?.name} from ${own?.role}`);
  expect(await databaseProblem(database.url)).toContain(`: ALTER DATABASE "${own?.name}" OWNER TO "${own?.role}"`);
  await admin.unsafe(`grant create on database ${own?.name} to ${own?.role}`);
});

test('another encoding than UTF-8 is refused', async () => {
  const name = `ascii_${randomBytes(6).toString('hex')}`;
  await admin.unsafe(`create database ${name} encoding 'SQL_ASCII' locale 'C' template template0`);
  const url = Object.assign(new URL(database.url), { pathname: `/${name}` });
  expect(await databaseProblem(url.href)).toMatch(/keeps text as SQL_ASCII: make one with ENCODING 'UTF8'\.$/);
  await admin.unsafe(`drop database ${name} with (force)`);
});

test('a pooler that refuses the settings of a session is called by its name', async () => {
  const pooler = createServer((socket) => {
    const fields = ['SFATAL', 'C08P01', 'Munsupported startup parameter: jit', ''].join('\0');
    const length = Buffer.alloc(4);
    length.writeInt32BE(4 + fields.length + 1);
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(`${fields}\0`)])));
  }).listen(0, '127.0.0.1');
  await once(pooler, 'listening');
  const { port } = pooler.address() as AddressInfo;
  expect(await databaseProblem(`postgres://u:p@127.0.0.1:${port}/muster`)).toMatch(/^A pooler stands before the database of DATABASE_URL/);
  pooler.close();
});
