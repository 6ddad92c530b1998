import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterEach, beforeAll, test } from 'vitest';
import { followOrganization } from '@/server/membership/follow';
import { watchAudience } from '@/server/membership/watch-audience';
import { createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { expectToldOnce, type FilterPlan, filters, hear, heardTable, step, World } from './world';

const held = openTestDatabase();
const script = fileURLToPath(new URL('./follower-process.ts', import.meta.url));
const children = new Set<ChildProcess>();
beforeAll(async () => {
  await held.db.execute(heardTable);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function startFollowing(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, FOLLOWER_DATABASE: held.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return child;
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}

test('followers killed in the middle, two at once: told once each, and equal in the end', { timeout: 150_000 }, async () => {
  const ctx = await createContext(held.db);
  const world = new World(ctx, () => new Date());
  await world.begin(fc.sample(filters, { numRuns: 1, seed: 11 })[0] as FilterPlan[]);
  for (const id of world.watched) await watchAudience(ctx, id, 'history');
  const steps = fc.sample(step, { numRuns: 120, seed: 7 });
  let pair = await Promise.all([startFollowing(), startFollowing()]);
  const count = async (query: ReturnType<typeof sql>) => (await held.db.execute<{ n: number }>(query))[0]?.n ?? 0;
  const until = async (done: () => Promise<boolean>) => {
    while (!(await done())) await setTimeout(20);
  };
  await until(async () => (await count(sql`select count(*)::int as n from watched_audiences where state = 'stale'`)) === 0);
  for (const [i, one] of steps.entries()) {
    await world.take(one);
    await setTimeout(25); // time for some rounds between two kills
    if (i % 50 === 30) {
      const [first, second] = pair;
      await kill(first);
      await world.take(steps[(i * 7) % steps.length] ?? one);
      await kill(second);
      pair = await Promise.all([startFollowing(), startFollowing()]);
    }
  }
  // They work on their own: not all of it is left to the round below.
  await until(async () => (await count(sql`select count(*)::int as n from heard`)) > 5);
  await Promise.all(pair.map(kill));
  const now = new Date();
  for (let round = await followOrganization(held.db, ctx.orgId, { now, listeners: [hear] }); round === 'busy'; )
    round = await followOrganization(held.db, ctx.orgId, { now, listeners: [hear] });
  await world.expectEqualToFull(now);
  await expectToldOnce(held.db, ctx.orgId);
});
