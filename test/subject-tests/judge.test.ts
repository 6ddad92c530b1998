import { describe, expect, it } from 'vitest';
import { testSizeOf } from '@/contracts/subject-test';
import { judge } from '@/server/subject-tests/judge';

const figures = (...groups: [hits: number, reached: number][]) =>
  groups.map(([hits, reached], i) => ({ letter: 'ABCDE'.charAt(i), reached, hits, rate: reached ? hits / reached : null }));

describe('which subject the rest gets', () => {
  it.each([
    ['better', 1, figures([60, 400], [120, 400])],
    ['no_difference', 1, figures([60, 400], [64, 400])],
    ['too_few', 1, figures([1, 10], [3, 10])],
    ['tie', 0, figures([30, 300], [40, 400])],
    ['tie', 0, figures([0, 400], [0, 400])],
    ['tie', 1, figures([10, 400], [20, 400], [20, 400])],
    ['tie', 0, figures([0, 0], [0, 0])],
    ['too_few', 1, figures([0, 0], [1, 1])],
  ] as const)('%s: subject %i', (verdict, winner, given) => {
    const judged = judge('opens', [...given], true);
    expect(judged).toMatchObject({ verdict, winner });
    expect(judged.statement).toMatch(new RegExp(`The rest gets ${'AB'.charAt(winner)}\\.$`));
  });

  it('is the first where nothing is known, whatever was recorded', () => {
    expect(judge('clicks', figures([0, 10], [5, 10]), false)).toMatchObject({ verdict: 'not_tracked', winner: 0 });
  });
});

describe('who gets the test', () => {
  it.each([
    [4_180, 20, 2, 836],
    [4_170, 20, 2, 834],
    [10, 20, 3, 3],
    [2, 20, 3, 2],
    [0, 20, 2, 0],
    [10_000, 90, 5, 9_000],
    [10, 1, 2, 2],
  ])('of %i people, %i %% for %i subjects: %i', (people, percent, subjects, n) => {
    expect(testSizeOf(people, percent, subjects)).toBe(n);
  });
});
