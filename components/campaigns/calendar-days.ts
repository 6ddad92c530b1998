/** A day of the reader's calendar, `YYYY-MM-DD`. */
export type Day = string;
export type View = 'month' | 'week';

const pad = (n: number) => String(n).padStart(2, '0');
export const dayOf = (at: Date): Day => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

/** Midnight of the day, in the reader's zone. */
export function startOf(day: Day): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

export function addDays(day: Day, n: number): Day {
  const at = startOf(day);
  return dayOf(new Date(at.getFullYear(), at.getMonth(), at.getDate() + n));
}

/** The same day of another month, or its last. */
export function addMonths(day: Day, n: number): Day {
  const at = startOf(day);
  const last = new Date(at.getFullYear(), at.getMonth() + n + 1, 0).getDate();
  return dayOf(new Date(at.getFullYear(), at.getMonth() + n, Math.min(at.getDate(), last)));
}

const monday = (day: Day) => addDays(day, -((startOf(day).getDay() + 6) % 7));

/** The weeks that a view of `day` shows, Mondays first. */
export function weeksOf(day: Day, view: View): Day[][] {
  const week = (first: Day) => Array.from({ length: 7 }, (_, i) => addDays(first, i));
  if (view === 'week') return [week(monday(day))];
  const month = day.slice(0, 7);
  const weeks: Day[][] = [];
  for (let first = monday(`${month}-01`); first.slice(0, 7) <= month; first = addDays(first, 7)) weeks.push(week(first));
  return weeks;
}

const format = (day: Day, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(startOf(day));
export const monthName = (day: Day) => format(day, { month: 'long', year: 'numeric' });
export const longDay = (day: Day) => format(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
export const weekdayName = (day: Day) => format(day, { weekday: 'short' });
