import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { livingPostmaster } from '@/server/db/embedded/pid-file';
import { runAsNobody } from '@/server/db/embedded/run-as';
import { folder, query, start } from './helpers';

const asRoot = process.getuid?.() === 0;

test('the first start makes a database, the second keeps its rows and its port', async () => {
  const dir = folder();
  const first = await start(dir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  expect(livingPostmaster(path.join(dir, 'data'))).toBeNull();

  const second = await start(dir);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('it is reached on loopback with a password only, by a role that is no superuser', async () => {
  const dir = folder();
  const { url, stop } = await start(dir);
  const shown = await query(
    url,
    `SELECT host(inet_server_addr()) AS listen, current_setting('jit') AS jit,
            rolsuper, datlocprovider::text AS provider, pg_encoding_to_char(encoding) AS encoding
       FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
  );
  expect(shown).toEqual([{ listen: '127.0.0.1', jit: 'off', rolsuper: false, provider: 'b', encoding: 'UTF8' }]);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  for (const name of ['password', 'port', 'owner', 'postgres.log']) expect(statSync(path.join(dir, name)).mode & 0o077, name).toBe(0);
  expect(readFileSync(path.join(dir, 'postgres.log'), 'utf8')).not.toContain(new URL(url).password);
  await stop();
});

test('a remembered port that is taken is replaced', async () => {
  const dir = folder();
  const first = await start(dir);
  await first.stop();
  const port = Number(new URL(first.url).port);
  const squatter = createServer().listen(port, '127.0.0.1');
  const second = await start(dir);
  expect(new URL(second.url).port).not.toBe(String(port));
  squatter.close();
  await second.stop();
});

test('data of another major version is refused, untouched', async () => {
  const dir = folder();
  await (await start(dir)).stop();
  writeFileSync(path.join(dir, 'data', 'PG_VERSION'), '17\n');
  await expect(start(dir)).rejects.toThrow(/made by PostgreSQL 17, this Muster brings 18/);
});

test.runIf(asRoot)('as root it works below a folder that only root can enter, and files stay root’s', async () => {
  const closed = path.join(folder(), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const dir = path.join(closed, 'postgres');
  const { url, stop } = await start(dir);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(statSync(path.join(dir, 'data')).uid).toBe(0);
  await stop();
});

test.runIf(asRoot)('where user namespaces are forbidden it runs as nobody, and goes back later', async () => {
  const parent = folder();
  chmodSync(parent, 0o755);
  const dir = path.join(parent, 'postgres');
  const first = await start(dir, { runAs: runAsNobody });
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(statSync(path.join(dir, 'data')).uid).not.toBe(0);
  await first.stop();

  const second = await start(dir);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(statSync(path.join(dir, 'data')).uid).toBe(0);
  await second.stop();
});

test.runIf(asRoot)('nobody cannot enter a closed folder: one clear line, nothing made', async () => {
  const closed = path.join(folder(), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  await expect(start(path.join(closed, 'postgres'), { runAs: runAsNobody })).rejects.toThrow(
    /refuses to run as root.*Start Muster as another user/,
  );
});
