import { invalid } from '@/contracts/errors';

const DAY_MS = 86_400_000;
const MOST_DAYS = 1_100;
const DEFAULT_DAYS = 30;

/** UTC days, both included, as `2027-03-01`. */
export type Days = { from: string; to: string };
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: string, n: number) => dayOf(Date.parse(day) + n * DAY_MS);
const lengthOf = ({ from, to }: Days) => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

/** The days that a query means: thirty up to today unless it says otherwise. @throws AppError validation_failed */
export function daysOf(query: { from?: string | undefined; to?: string | undefined }, now: Date): Days {
  const to = query.to ?? dayOf(Math.max(now.getTime(), query.from ? Date.parse(query.from) : 0));
  const days = { from: query.from ?? addDays(to, 1 - DEFAULT_DAYS), to };
  if (lengthOf(days) > MOST_DAYS) throw invalid(['from'], 'too_long', `at most ${MOST_DAYS} days`);
  return days;
}

/** As many days just before. */
export function daysBefore(days: Days): Days {
  return { from: addDays(days.from, -lengthOf(days)), to: addDays(days.from, -1) };
}
