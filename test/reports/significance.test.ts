import { expect, test } from 'vitest';
import { compareVariants, twoProportionP, wilson } from '@/server/reports/significance';

const groups = (...rows: [hits: number, n: number][]) => rows.map(([hits, n], i) => ({ variant: 'ABC'.charAt(i), n, hits }));

test('Wilson intervals, as published', () => {
  // R: binom::binom.wilson(0, 10), (5, 10), (81, 263); Newcombe 1998, table 1
  expect(wilson(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.2775, 4) });
  expect(wilson(5, 10)).toEqual({ low: expect.closeTo(0.2366, 4), high: expect.closeTo(0.7634, 4) });
  expect(wilson(81, 263)).toEqual({ low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) });
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('the z-test, by hand: 200 of 1000 against 150 of 1000 is z = 2.943', () => {
  const [a, b] = groups([200, 1000], [150, 1000]);
  if (!a || !b) throw new Error('two');
  expect(twoProportionP(a, b)).toBeCloseTo(0.00325, 4);
  expect(twoProportionP({ ...a, hits: 0 }, { ...b, hits: 0 })).toBe(1);
});

test('says who is better, that nobody is, or that it cannot be said', () => {
  expect(compareVariants('opened', groups([200, 1000], [150, 1000]))).toMatchObject({ verdict: 'better', best: 'A' });
  expect(compareVariants('opened', groups([200, 1000], [190, 1000]))).toMatchObject({ verdict: 'no_difference', best: null });
  expect(compareVariants('clicked', groups([4, 20], [0, 20]))).toMatchObject({ verdict: 'too_few', p: null });
  expect(compareVariants('clicked', groups([0, 0], [0, 0]))).toMatchObject({ verdict: 'too_few' });
});

test('three variants need more: each comparison is charged for the other', () => {
  const two = compareVariants('opened', groups([180, 1000], [146, 1000]));
  const three = compareVariants('opened', groups([180, 1000], [146, 1000], [100, 1000]));
  expect(two).toMatchObject({ verdict: 'better' });
  expect(three).toMatchObject({ verdict: 'no_difference', p: (two.p ?? 0) * 2 });
});
