import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrashPoint } from '@/server/sends/crashpoint';
import type { World } from '@/server/sends/world';
import { openTestDatabase } from '../sends/setup';
import { type Broken, brokenSteps } from './broken';
import { awaitBackendsGone, deliverRest, held as heldBy, passLeases, prepare, violations } from './scenario';
import { removeBundle, SenderProcess } from './sender-process';
import { type StandIn, startStandIn } from './stand-in';
import { closeWorld, faultWorld } from './world';

const held = openTestDatabase();
let standIn: StandIn;
let world: World;

beforeAll(async () => {
  standIn = await startStandIn();
  world = faultWorld(held.url, standIn.smtpUrl, standIn.smsUrl);
});
afterAll(async () => {
  await closeWorld(world);
  await standIn.stop();
  removeBundle();
});

const MEMBERS = 25;
// first, middle, last: chunks of ten, so three claims, three records, 25 deliveries
const chunks = [1, 2, 3];
const each = [1, 13, 24];
const points: Record<CrashPoint, number[]> = {
  'claim.before': chunks,
  'claim.after': chunks,
  'sending.after': chunks,
  'deliver.before': each,
  'deliver.after': each,
  'record.before': chunks,
  'record.after': chunks,
  'suppress.after': [1],
  'finish.before': [1],
  'finish.after': [1],
};
const runs = Object.entries(points).flatMap(([name, nths]) =>
  nths.flatMap((nth) => (['email', 'sms'] as const).map((channel) => ({ crashpoint: `${name}:${nth}`, channel }))),
);

type Mistakes = { first?: Broken; second?: Broken };

/** One worker that is killed at the point, then one that is not; what does not hold afterwards. */
async function crash(crashpoint: string, channel: 'email' | 'sms', { first, second }: Mistakes = {}): Promise<string[]> {
  const task = await prepare(world, channel, MEMBERS);
  const sender = await SenderProcess.start({ databaseUrl: held.url, ...standIn, crashpoint, broken: first });
  const end = await sender.deliver(task);
  if (end !== 'SIGKILL') return [`it was to die at ${crashpoint}, but ended with ${end}`];
  await awaitBackendsGone(world.db);
  const { sending } = await heldBy(held.db, task.sendId);
  const tooMany = sending.length > 20 ? [`${sending.length} messages in flight`] : [];
  await passLeases(held.db, task.sendId);
  await deliverRest(world, task, brokenSteps(second));
  return [...tooMany, ...(await violations(world, task, standIn, sending))];
}

describe('the harness catches a sender that', () => {
  it('claims without a fence', async () => {
    const task = await prepare(world, 'email', MEMBERS);
    const others = await Promise.all(Array.from({ length: 3 }, () => faultWorld(held.url, standIn.smtpUrl, standIn.smsUrl)));
    await Promise.all([world, ...others].map((w) => deliverRest(w, task, brokenSteps('withoutFence'))));
    await Promise.all(others.map(closeWorld));
    expect((await violations(world, task, standIn)).join()).toMatch(/sent to \d times/);
  });

  it('marks a message sent before it asks the provider', async () => {
    expect((await crash('deliver.before:13', 'email', { first: 'sentFirst' })).join()).toContain('never left');
  });

  it('sends again what was with the provider', async () => {
    expect((await crash('deliver.after:13', 'email', { second: 'resends' })).join()).toContain('sent to 2 times');
  });

  it('forgets what it had claimed', async () => {
    expect((await crash('claim.after:2', 'email', { second: 'forgets' })).join()).toContain('never left');
  });
});

describe('a worker killed at', () => {
  it.concurrent.each(runs)(
    '$crashpoint ($channel) costs nobody a message and gives nobody two',
    { timeout: 60_000 },
    async ({ crashpoint, channel }) => {
      expect(await crash(crashpoint, channel)).toEqual([]);
    },
  );
});

it('refuses crash points in production', async () => {
  const { spawnSync } = await import('node:child_process');
  const source = 'server/sends/crashpoint.ts';
  const run = (env: Record<string, string>) =>
    spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        '-e',
        `import('./${source}').then((m) => m.crashpoint('claim.after')).catch((e) => { console.error(e.message); process.exit(9); })`,
      ],
      {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      },
    );
  expect(run({ NODE_ENV: 'production', CRASHPOINT: 'claim.after:1' })).toMatchObject({ status: 9 });
  expect(run({ NODE_ENV: 'test', CRASHPOINT: 'claim.after:1' })).toMatchObject({ signal: 'SIGKILL' });
  expect(run({ NODE_ENV: 'production' })).toMatchObject({ status: 0 });
});
