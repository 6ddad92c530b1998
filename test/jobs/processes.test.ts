import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../db';
import { endWorker, spawnWorker } from './spawn-worker';
import { openWorker } from './worker';

let database: TestDatabase;
let sender: Awaited<ReturnType<typeof openWorker>>;
let workers: ChildProcess[] = [];
beforeAll(async () => {
  database = await testDatabase();
  sender = await openWorker(database.url, 0);
  // neither can fill the limit of 5 alone
  workers = await Promise.all([spawnWorker(database.url, 4), spawnWorker(database.url, 4)]);
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => endWorker(worker, 'SIGKILL')));
  await sender.close();
  await database.drop();
});

it('shares work between two processes: limits hold across them and nothing is done twice', { timeout: 90_000 }, async () => {
  const key = randomUUID();
  const runs = 120;
  await sender.inngest.send(Array.from({ length: runs }, () => ({ name: 'w/limited', data: { key } })));
  await sender.effects.until(key, 'end', runs, 60_000);
  const effects = await sender.effects.of(key);
  expect(effects).toHaveLength(runs * 2);
  expect(new Set(effects.map((effect) => effect.run)).size).toBe(runs);
  expect(new Set(effects.map((effect) => effect.detail)).size).toBe(2);
  let now = 0;
  for (const { label } of effects) {
    now += label === 'start' ? 1 : -1;
    expect(now).toBeLessThanOrEqual(5);
  }
  // they stop by themselves when asked to
  await Promise.all(workers.map((worker) => endWorker(worker, 'SIGTERM')));
  expect(workers.map((worker) => worker.exitCode)).toEqual([0, 0]);
});
