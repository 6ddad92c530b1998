import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
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
  for (const [i, one] of steps.entries()) {
    await world.take(one);
    if (i % 50 === 30) {
      const [first, second] = pair;
      await kill(first);
      await world.take(steps[(i * 7) % steps.length] ?? one);
      await kill(second);
      pair = await Promise.all([startFollowing(), startFollowing()]);
    }
  }
  await Promise.all(pair.map(kill));
  const alone = await held.db.execute<{ n: number }>(sql`select count(*)::int as n from heard`);
  expect(alone[0]?.n).toBeGreaterThan(5);
  const now = new Date();
  for (let round = await followOrganization(held.db, ctx.orgId, { now, listeners: [hear] }); round === 'busy'; )
    round = await followOrganization(held.db, ctx.orgId, { now, listeners: [hear] });
  await world.expectEqualToFull(now);
  await expectToldOnce(held.db, ctx.orgId);
});
