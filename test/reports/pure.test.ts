import { expect, test } from 'vitest';
import { niceMax } from '@/components/reports/nice-max';
import { csvHref, formatRate, formatStart } from '@/components/reports/words';
import { startsOf } from '@/server/reports/starts';

test('an axis ends at an even number that holds the largest', () => {
  expect([0, 1, 3, 5, 7, 9, 11, 99, 100, 701, 999_999].map(niceMax)).toEqual([2, 2, 4, 6, 8, 10, 20, 100, 100, 800, 1_000_000]);
});

test('a rate is never 0 where there is something', () => {
  expect([null, 0, 0.0004, 0.05, 1].map(formatRate)).toEqual(['–', '0 %', '< 0.1 %', '5.0 %', '100 %']);
});

test('days are UTC days wherever the reader is', () => {
  expect(formatStart('2026-03-01', 'day')).toBe('1 Mar');
  expect(formatStart('2026-03-01', 'month')).toBe('Mar 2026');
});

test('a link to a file leaves out what is not asked', () => {
  expect(csvHref('sends', { from: '2026-03-01', send_id: undefined })).toBe('/api/internal/reports/sends?from=2026-03-01');
});

test('intervals cover the range, weeks from Monday over the end of a year', () => {
  expect(startsOf({ from: '2026-12-30', to: '2027-01-05' }, 'week')).toEqual(['2026-12-28', '2027-01-04']);
  expect(startsOf({ from: '2027-01-31', to: '2027-03-01' }, 'month')).toEqual(['2027-01-01', '2027-02-01', '2027-03-01']);
});
