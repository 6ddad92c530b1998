import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findProblems } from '@/scripts/start/checks';
import { folderUser, keptSecret, takeFolder } from '@/scripts/start/kept';
import { freePort } from '@/server/db/embedded/server';
import { readEnv } from '@/server/env';
import { testDatabase } from '../db';

const dir = mkdtempSync(path.join(tmpdir(), 'muster-start-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const settings = async (given: Record<string, string> = {}) =>
  readEnv({ MUSTER_DATA_DIR: path.join(dir, 'data'), PORT: String(await freePort()), ...given });

test('nothing stands in the way, and the data folder is made for its owner only', async () => {
  expect(await findProblems(await settings())).toEqual([]);
  expect(statSync(path.join(dir, 'data')).mode & 0o777).toBe(0o700);
});

test('all that stands in the way is told at once', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as { port: number };
  writeFileSync(path.join(dir, 'file'), '');
  const problems = await findProblems(
    await settings({ PORT: String(port), MUSTER_DATA_DIR: path.join(dir, 'file'), DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/none' }),
  );
  squatter.close();
  expect(problems).toEqual([
    expect.stringMatching(/^The data folder .*file cannot be used \(ENOTDIR\)/),
    `Port ${port} is taken by another program: stop it or set PORT.`,
    expect.stringMatching(/^Cannot use the database of DATABASE_URL \(127\.0\.0\.1:1\)/),
  ]);
  expect(problems.join()).not.toContain('secret');
});

test('a folder that cannot be made is a problem, not a hang', async () => {
  expect(await findProblems(await settings({ MUSTER_DATA_DIR: '/proc/muster/data' }))).toEqual([
    expect.stringContaining('/proc/muster/data'),
  ]);
});

test('a database that answers is fine', async () => {
  const database = await testDatabase();
  expect(await findProblems(await settings({ DATABASE_URL: database.url }))).toEqual([]);
  await database.drop();
});

test('one Muster per data folder; the mark of a killed one is taken over', () => {
  const release = takeFolder(dir);
  expect(folderUser(dir)).toBe(process.pid);
  expect(() => takeFolder(dir)).toThrow(/already runs/);
  release();
  writeFileSync(path.join(dir, 'muster.pid'), `${process.pid}:1`); // our number, but another start time: a process of the past
  expect(folderUser(dir)).toBeNull();
  takeFolder(dir)();
});

test('the secret is made once, for its owner only', () => {
  const secret = keptSecret(dir);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keptSecret(dir)).toBe(secret);
  expect(statSync(path.join(dir, 'secret')).mode & 0o777).toBe(0o600);
});
