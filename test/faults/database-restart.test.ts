import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { livingPostmaster } from '@/server/db/embedded/pid-file';
import { signal } from '@/server/db/embedded/processes';
import { migrate } from '@/server/db/migrate';
import { folder, start } from '../embedded/helpers';
import { deliverRest, held, passLeases, prepare, violations } from './scenario';
import { removeBundle, SenderProcess } from './sender-process';
import { startStandIn } from './stand-in';
import { closeWorld, faultWorld } from './world';

/*
 * The database goes away in the middle of a send: a crash (one backend killed, which makes PostgreSQL end all of them and recover) and an
 * orderly stop with a start after it. The senders live on or end with an error; either way nobody gets it twice and nobody is lost.
 */
it('PostgreSQL crashes and restarts under a send: nobody twice, nobody lost', { timeout: 120_000 }, async () => {
  const dir = folder();
  let server = await start(dir, { durable: true }); // without fsync a crash may lose what was committed
  await migrate(server.url);
  const standIn = await startStandIn();
  const world = faultWorld(server.url, standIn.smtpUrl, standIn.smsUrl);
  onTestFinished(async () => {
    await closeWorld(world);
    await standIn.stop();
    removeBundle();
  });
  const task = await prepare(world, 'email', 1_000);
  const inFlight = new Set<string>();
  const goesAway = [
    async () => signal(await backendOf('doomed'), 'SIGKILL'),
    async () => {
      await server.stop();
      server = await start(dir, { durable: true });
    },
  ];
  let away = 0;
  for (let over = false; !over; ) {
    const sender = await SenderProcess.start({ databaseUrl: server.url, ...standIn });
    const end = sender.deliver(task);
    const lose = goesAway[away];
    if (lose) {
      await pause(10 + Math.random() * 80);
      away++;
      await lose();
    }
    over = (await end) === 'done';
    if (over) await sender.stop();
    await answers();
    for (const id of (await held(world.db, task.sendId)).sending) inFlight.add(id);
    await passLeases(world.db, task.sendId);
  }
  await deliverRest(world, task);
  expect(away).toBe(goesAway.length);
  expect(await violations(world, task, standIn, [...inFlight])).toEqual([]);
  await server.stop();

  async function backendOf(name: string): Promise<number> {
    const [row] = await world.db.$client<{ pid: number }[]>`select pid from pg_stat_activity where application_name = ${name} limit 1`;
    if (!row || !livingPostmaster(path.join(dir, 'data'))) throw new Error(`no backend of ${name}`);
    return row.pid;
  }

  /** The first statements after a restart may still find connections of before. */
  async function answers(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await Promise.all(Array.from({ length: 4 }, () => world.db.$client`select pg_sleep(0.01)`));
        return;
      } catch (error) {
        if (tries === 200) throw error;
        await pause(50);
      }
    }
  }
});
