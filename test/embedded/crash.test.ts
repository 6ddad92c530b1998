import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { livingPostmaster } from '@/server/db/embedded/pid-file';
import { gone, isAlive, serversOf, signal } from '@/server/db/embedded/processes';
import { folder, query, start, startElsewhere } from './helpers';

test('kill -9 of the server while a query runs: committed rows are there, the orphan is ended', async () => {
  const dir = folder();
  const pgdata = path.join(dir, 'data');
  const first = await start(dir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const busy = postgres(first.url, { max: 1, onnotice: () => {} });
  // On the processor: a backend that only waits would notice by itself that its server is gone.
  const running = busy`SELECT count(*) FROM generate_series(1, 3000000000)`.catch((error) => error);
  const server = livingPostmaster(pgdata);
  if (!server) throw new Error('no server');
  for (;;) {
    const [row] = await query(
      first.url,
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 3%' AND state = 'active'`,
    );
    if (row?.n > 1) break;
  }
  signal(server.pid, 'SIGKILL');
  expect(await gone([server.pid], 5_000)).toBe(true);
  expect(serversOf(pgdata).length).toBeGreaterThan(0);

  const lines: string[] = [];
  const second = await start(dir, { log: (line) => lines.push(line) });
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(lines.join()).toMatch(/did not end properly.*recovering/);
  expect(await running).toBeInstanceOf(Error);
  await second.stop();
  expect(serversOf(pgdata)).toEqual([]);
  await busy.end({ timeout: 0 });
});

test('kill -9 of the parent leaves the server: the next start joins it, and then owns it', async () => {
  const dir = folder();
  const pgdata = path.join(dir, 'data');
  const { child, url } = await startElsewhere(dir);
  const before = livingPostmaster(pgdata);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));

  const joined = await start(dir);
  expect(joined.url).toBe(url);
  expect(livingPostmaster(pgdata)?.pid).toBe(before?.pid);
  await joined.stop();
  expect(serversOf(pgdata)).toEqual([]);
});

test('whoever joins a server whose starter lives does not stop it', async () => {
  const dir = folder();
  const { child, url } = await startElsewhere(dir);
  const joined = await start(dir);
  await joined.stop();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  child.stdin?.end();
  await new Promise((resolve) => child.once('exit', resolve));
  expect(serversOf(path.join(dir, 'data'))).toEqual([]);
});

test('three starters at once on an empty folder share one server', async () => {
  const dir = folder();
  const all = await Promise.all([startElsewhere(dir), startElsewhere(dir), startElsewhere(dir)]);
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  const before = livingPostmaster(path.join(dir, 'data'));
  expect(before?.state).toBe('ready');
  for (const { child } of all) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await ended;
  }
  expect(serversOf(path.join(dir, 'data'))).toEqual([]);
});

test.each(['a living process of someone else', 'nothing'])('a stale pid file whose number now belongs to %s', async (whose) => {
  const dir = folder();
  const pgdata = path.join(dir, 'data');
  const first = await start(dir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  const stranger = spawn('sleep', ['60']);
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const pid = whose === 'nothing' ? 4_194_303 : stranger.pid;
  writeFileSync(path.join(pgdata, 'postmaster.pid'), `${pid}\n${pgdata}\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready   \n`);

  const second = await start(dir);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  await second.stop();
});
