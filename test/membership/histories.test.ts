import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { followOrganization } from '@/server/membership/follow';
import { watchAudience } from '@/server/membership/watch-audience';
import { createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { expectToldOnce, filters, hear, heardTable, step, World } from './world';

const held = openTestDatabase();
beforeAll(async () => {
  await held.db.execute(heardTable);
});

/** How far the clock moves before a round, in milliseconds: within a second, between the spans, past the look ahead. */
const pause = fc.constantFrom(0, 1, 700, 5_000, 61_000, 480_000, 1_500_000, 3_000_000, 5_000_000, 90_000_000);
const moves = fc.array(fc.tuple(fc.array(step, { maxLength: 3 }), pause), { minLength: 4, maxLength: 14 });

test('after any history, stays are a full evaluation, told once each', { timeout: 90_000 }, async () => {
  let rounds = 0;
  await fc.assert(
    fc.asyncProperty(filters, moves, async (plans, history) => {
      let now = new Date('2026-03-28T23:40:00Z');
      const ctx = await createContext(held.db, { now });
      const world = new World(ctx, () => now);
      await world.begin(plans);
      for (const id of world.watched) await watchAudience(ctx, id, 'history');
      for (const [steps, ms] of [[[], 0] as const, ...history]) {
        for (const one of steps) await world.take(one);
        now = new Date(now.getTime() + ms);
        expect(await followOrganization(held.db, ctx.orgId, { now, listeners: [hear] })).not.toBe('busy');
        await world.expectEqualToFull(now);
        rounds++;
      }
      await expectToldOnce(held.db, ctx.orgId);
    }),
    { numRuns: Number(process.env.MEMBERSHIP_RUNS ?? 12), interruptAfterTimeLimit: 30_000 },
  );
  expect(rounds).toBeGreaterThan(5);
});
