import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adPlatforms } from '@/contracts/ads';
import { applySync } from '@/server/ads/apply-sync';
import { getSync } from '@/server/ads/list-syncs';
import { standInEnv } from '@/server/ads/stand-ins/start';
import type { AdsPoint } from '@/server/sends/crashpoint';
import { bundle, removeBundles } from '@/test/bundle';
import { createContext, uuidOf } from '@/test/factory';
import { adsTest, drive, mapped, secret, states } from './setup';

const t = adsTest();
let worker: string;
beforeAll(async () => {
  worker = await bundle('test/ads/worker.ts');
});
afterAll(removeBundles);
const points: AdsPoint[] = ['ads.prepared', 'ads.claimed', 'ads.pushed', 'ads.recorded'];
/** Whether the request was out when the process died: only then may anybody be handed in a second time. */
const wasOut: AdsPoint[] = ['ads.pushed'];

test.each(
  points.flatMap((point, i) => [
    [adPlatforms[i % 4] ?? 'facebook', point] as const,
    [adPlatforms[(i + 2) % 4] ?? 'google', point] as const,
  ]),
)('%s, killed at %s: the next process finishes, everybody is there once', { timeout: 120_000 }, async (platform, point) => {
  const ctx = await createContext(t.held.db);
  const { id, crowd } = await mapped(t, ctx, platform, 50);
  const sync = await applySync(ctx, { id, empty: false });
  const task = { orgId: ctx.orgId, syncId: uuidOf('adSync', sync.id) };
  const child = fork(worker, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...standInEnv(t.standIns),
      NODE_ENV: 'test',
      CRASHPOINT: `${point}:1`,
      ADS_TEST_DATABASE: t.held.url,
      ADS_TEST_TASK: JSON.stringify(task),
      ADS_TEST_SECRET: secret,
    },
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  await drive(t, ctx, task.syncId);
  expect(await getSync(ctx, task.syncId)).toMatchObject({ status: 'finished', added: 50, failed: 0 });
  expect(crowd.size).toBe(50);
  expect(await states(t, id)).toEqual({ synced: 50 });
  const most = Math.max(...crowd.times.values());
  expect(most).toBe(wasOut.includes(point) ? 2 : 1);
});
