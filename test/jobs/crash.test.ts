import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../db';
import { pause } from './effects';
import { endWorker, spawnWorker } from './spawn-worker';
import { openWorker } from './worker';

let database: TestDatabase;
let sender: Awaited<ReturnType<typeof openWorker>>;
let worker: ChildProcess;
beforeAll(async () => {
  database = await testDatabase();
  sender = await openWorker(database.url, 0);
});
afterAll(async () => {
  if (worker) await endWorker(worker, 'SIGKILL');
  await sender.close();
  await database.drop();
});

it('survives kill -9: every step is done, and only those in flight at a kill are done twice', { timeout: 90_000 }, async () => {
  const runs = 4;
  const key = randomUUID();
  worker = await spawnWorker(database.url);
  await sender.inngest.send(Array.from({ length: runs }, () => ({ name: 'w/durable', data: { key } })));

  const inFlight: string[] = [];
  /** Kills the worker once `n` steps have begun, and starts another. */
  const killAt = async (n: number, after: number) => {
    await sender.effects.until(key, 'd', n);
    await pause(after);
    await endWorker(worker, 'SIGKILL');
    const last = new Map((await sender.effects.of(key, 'd')).map((effect) => [effect.run, effect.label]));
    inFlight.push(...[...last].map(([run, label]) => `${run} ${label}`));
    worker = await spawnWorker(database.url);
  };
  await killAt(3 * runs - 1, 0); // in the middle of steps
  await killAt(6 * runs, 700); // asleep
  await killAt(8 * runs, 0); // in the middle of steps again
  await sender.effects.until(key, 'end', runs, 60_000);

  const times = new Map<string, number>();
  for (const { run, label } of await sender.effects.of(key, 'd')) times.set(`${run} ${label}`, (times.get(`${run} ${label}`) ?? 0) + 1);
  expect(times.size).toBe(runs * 12);
  for (const [step, n] of times) expect(n, step).toBeLessThanOrEqual(1 + inFlight.filter((each) => each === step).length);
  expect(await sender.effects.count(key, 'end')).toBe(runs);

  // the effect comes before the end of the run
  for (let i = 0; i < 100 && (await sender.sql`select 1 from jobs.queue`).length > 0; i++) await pause(20);
  expect(await sender.sql`select 1 from jobs.queue`).toHaveLength(0);
  expect(await sender.sql`select status, count(*)::int n from jobs.runs group by 1`).toEqual([{ status: 'completed', n: runs }]);
  const memo = await sender.sql`select count(*)::int n from jobs.steps`;
  expect(memo[0]?.n).toBe(runs * (12 + 2));
});
