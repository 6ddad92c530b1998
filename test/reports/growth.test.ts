import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growthQuery } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { sizeHistory } from '@/server/membership/size-history';
import { reportGrowth } from '@/server/reports/report-growth';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { writeStays } from './setup';

const held = openTestDatabase();
const HOUR = 3_600_000;
const begin = Date.parse('2026-03-01T00:00:00Z');
const HOURS = 24 * 30;
const iso = (hour: number) => new Date(begin + hour * HOUR).toISOString();
const dayAt = (n: number) => iso(n * 24).slice(0, 10);

type Stay = { from: number; to: number | null };

async function world(stays: readonly Stay[], watch: readonly Stay[]) {
  const ctx = { ...(await createContext(held.db)), now: new Date(begin + HOURS * HOUR) };
  const [person, audience] = [(await createContacts(ctx, 1))[0], await createAudience(ctx, [])];
  const date = (hour: number | null) => (hour === null ? null : new Date(begin + hour * HOUR));
  await writeStays(
    ctx,
    stays.map(({ from, to }) => ({
      audienceId: audience.id,
      contactId: person?.id ?? '',
      from: date(from) as Date,
      to: date(to),
    })),
  );
  for (const { from, to } of watch)
    await ctx.db.execute(sql`
      insert into watch_periods (org_id, audience_id, began_at, ended_at)
      values (${ctx.orgId}, ${audience.id}, ${iso(from)}::timestamptz, ${to === null ? null : iso(to)}::timestamptz)`);
  return { ctx: ctx as Ctx, id: audience.id };
}

/** Stays of one contact, one after the other, the last one open or not. */
const someStays = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: HOURS - 1 }), { maxLength: 24 }), fc.boolean())
  .map(([hours, open]): Stay[] => {
    const sorted = hours.sort((a, b) => a - b);
    const pairs: Stay[] = [];
    for (let i = 0; i + 1 < sorted.length; i += 2) pairs.push({ from: sorted[i] as number, to: sorted[i + 1] as number });
    if (open && sorted.length % 2) pairs.push({ from: sorted.at(-1) as number, to: null });
    return pairs;
  });

test('both histories say what the stays say, by day and by week, also where a week is not over', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(someStays, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 }), async (stays, first, more) => {
      const { ctx, id } = await world(stays, [{ from: 0, to: null }]);
      const [from, to, end] = [dayAt(first), dayAt(first + more), (first + more + 1) * 24];
      const within = (hour: number | null, since: number, until: number) => hour !== null && hour >= since && hour < until;
      const sizeAt = (hour: number) => stays.filter((s) => s.from < hour && (s.to === null || s.to >= hour)).length;
      const moves = (since: number, until: number) => ({
        entered: stays.filter((s) => within(s.from, since, until)).length,
        left: stays.filter((s) => within(s.to, since, until)).length,
      });
      const days = await sizeHistory(ctx, { id, from, to });
      const growth = await reportGrowth(ctx, id, growthQuery.parse({ from, to }));
      for (let i = 0; i <= more; i++) {
        const since = (first + i) * 24;
        const { entered, left } = moves(since, since + 24);
        expect(days.data[i]).toEqual({
          day: dayAt(first + i),
          size: sizeAt(since + 24),
          entered: entered ? { test: entered } : {},
          left: left ? { test: left } : {},
        });
        expect(growth.data[i]).toEqual({ start: dayAt(first + i), size: sizeAt(since + 24), entered, left });
      }
      const all = moves(first * 24, end);
      expect(growth.causes).toEqual(all.entered + all.left ? [{ cause: 'test', ...all }] : []);

      const weeks = await reportGrowth(ctx, id, growthQuery.parse({ from, to, interval: 'week' }));
      for (const [i, week] of weeks.data.entries()) {
        const [since, until] = [week.start, weeks.data[i + 1]?.start].map((day) => day && (Date.parse(day) - begin) / HOUR);
        const ends = Math.min(until || end, end);
        expect(week).toEqual({ start: week.start, size: sizeAt(ends), ...moves(Math.max(Number(since), first * 24), ends) });
      }
    }),
    { numRuns: 40 },
  );
});

test('a day on whose end nobody followed has no size, in both', async () => {
  const { ctx, id } = await world(
    [{ from: 30, to: null }],
    [
      { from: 24, to: 80 },
      { from: 100, to: null },
    ],
  );
  const sizes = [null, 1, 1, null, 1];
  const days = { from: dayAt(0), to: dayAt(4) };
  expect((await sizeHistory(ctx, { id, ...days })).data.map((d) => d.size)).toEqual(sizes);
  expect((await reportGrowth(ctx, id, growthQuery.parse(days))).data.map((d) => d.size)).toEqual(sizes);
});
