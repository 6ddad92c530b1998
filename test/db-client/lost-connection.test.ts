import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { testDatabase } from '../db';

const run = (url: string, mode: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'test/db-client/interrupted.ts', mode], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: url },
    timeout: 30_000,
  });

it('a process outlives a connection that is lost inside a transaction (and without the guard it does not: then the guard can go)', async () => {
  const database = await testDatabase();
  const guarded = run(database.url, 'guarded');
  expect(guarded.stdout).toContain('rejected');
  expect(guarded.stdout).toContain('was lost in the middle of a transaction');
  expect(guarded.stdout).toContain('alive 1');
  expect(guarded.status).toBe(0);
  const bare = run(database.url, 'bare');
  expect([bare.status, bare.stderr.includes('nextWrite')]).toEqual([1, true]);
  await database.drop();
}, 60_000);
