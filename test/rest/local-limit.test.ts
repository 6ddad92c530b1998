import { expect, test } from 'vitest';
import { takeLocally } from '@/server/rest/local-limit';

test('a bucket gives its tokens a minute and fills evenly; any empty one refuses; uses are apart', () => {
  const now = 1_800_000_000_000;
  const take = (at: number, use = 'a') =>
    takeLocally(
      use,
      [
        ['narrow', 2],
        ['wide', 100],
      ],
      at,
    );
  expect([take(now), take(now), take(now)]).toEqual([true, true, false]);
  expect(take(now, 'b')).toBe(true);
  expect(take(now + 29_000)).toBe(false);
  // a clock that jumps back fills nothing
  expect([take(now + 60_000), take(now + 30_000), take(now + 30_000)]).toEqual([true, true, false]);
});

test('a bucket of longer than a minute', () => {
  const now = 1_800_000_000_000;
  const take = (at: number) => takeLocally('hour', [['one', 2, 3600]], at);
  expect([take(now), take(now), take(now)]).toEqual([true, true, false]);
  expect([take(now + 1_700_000), take(now + 1_900_000), take(now + 1_900_001)]).toEqual([false, true, false]);
});
