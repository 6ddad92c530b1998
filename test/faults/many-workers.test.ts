import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../sends/setup';
import { awaitBackendsGone, awaitLocksGone, deliverRest, held as heldBy, passLeases, prepare, type Task, violations } from './scenario';
import { removeBundle, SenderProcess } from './sender-process';
import { type StandIn, startStandIn } from './stand-in';
import { closeWorld, faultWorld } from './world';

const held = openTestDatabase();
let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(async () => {
  await standIn.stop();
  removeBundle();
});

/** `KILLS=200 npx vitest run test/faults/many-workers` for the long run. */
const KILLS = Number(process.env.KILLS ?? 12);
const MEMBERS = 250;

it('sixteen workers on one send deliver each message once', { timeout: 60_000 }, async () => {
  const worlds = Array.from({ length: 16 }, () => faultWorld(held.url, standIn.smtpUrl, standIn.smsUrl));
  const first = worlds[0] as (typeof worlds)[number];
  for (const channel of ['email', 'sms'] as const) {
    const task = await prepare(first, channel, 200);
    await Promise.all(worlds.map((world) => deliverRest(world, task)));
    expect(await violations(first, task, standIn)).toEqual([]);
  }
  await Promise.all(worlds.map(closeWorld));
});

describe('a sender that was suspended past its leases wakes up: what others took over it leaves alone, what it held it ends', () => {
  // the last one sleeps with rows locked, until the server ends its transaction
  for (const point of ['claim.after:2', 'deliver.before:30', 'deliver.after:30', 'record.before:3', 'suppress.after:1'])
    for (const channel of ['email', 'sms'] as const)
      it(`${channel} at ${point}`, { timeout: 60_000 }, async () => {
        const world = faultWorld(held.url, standIn.smtpUrl, standIn.smsUrl);
        const task = await prepare(world, channel, 60);
        const sender = await SenderProcess.start({ databaseUrl: held.url, ...standIn, crashpoint: `${point}:SIGSTOP` });
        const end = sender.deliver(task);
        await sender.suspended();
        await awaitLocksGone(held.db);
        await passLeases(held.db, task.sendId);
        await deliverRest(world, task);
        sender.resume();
        expect(await end).toBe('done');
        await sender.stop();
        // What it had in flight it delivers and records: known after all.
        expect(await violations(world, task, standIn)).toEqual([]);
        await closeWorld(world);
      });
});

it(`${KILLS} kills at random moments: nobody twice, nobody lost, in flight is unknown`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
  const world = faultWorld(held.url, standIn.smtpUrl, standIn.smsUrl);
  const options = { databaseUrl: held.url, ...standIn };
  let kills = 0;
  let spare = [SenderProcess.start(options), SenderProcess.start(options)];
  for (let n = 0; kills < KILLS; n++) {
    const task: Task = await prepare(world, n % 2 ? 'sms' : 'email', MEMBERS);
    const inFlight = new Set<string>();
    for (let over = false; !over && kills < KILLS; ) {
      const senders = await Promise.all(spare);
      spare = [SenderProcess.start(options), SenderProcess.start(options)]; // while these two work
      const ends = senders.map((sender) => sender.deliver(task));
      const wait = new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
      over = (await Promise.race([Promise.all(ends), wait])) !== undefined;
      for (const sender of senders) if (!over && ++kills) await sender.kill();
      if (over) await Promise.all(senders.map((sender) => sender.stop()));
      await awaitIdle();
      for (const id of (await heldBy(held.db, task.sendId)).sending) inFlight.add(id);
      await passLeases(held.db, task.sendId);
    }
    await deliverRest(world, task);
    expect(await violations(world, task, standIn, [...inFlight])).toEqual([]);
  }
  await Promise.all(spare.map(async (sender) => (await sender).stop()));
  await closeWorld(world);

  /** The spare senders are connected too, but idle. */
  async function awaitIdle() {
    await Promise.all(spare);
    await awaitBackendsGone(held.db, 'active');
  }
});
