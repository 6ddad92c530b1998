/** A recurrence as people say it. `cron` counts only when `every` is custom. */
export type Pattern = {
  every: 'day' | 'week' | 'month' | 'custom';
  /** HH:mm */
  time: string;
  /** 1 (Monday) – 7. */
  weekdays: number[];
  /** 1–31, or L: the last. */
  day: string;
  cron: string;
};

export function toCron({ every, time, weekdays, day, cron }: Pattern): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = `${minute || 0} ${hour || 0}`;
  if (every === 'day') return `${at} * * *`;
  if (every === 'week') return `${at} * * ${[...weekdays].sort((a, b) => a - b).join(',') || '1'}`;
  if (every === 'month') return `${at} ${day} * *`;
  return cron;
}

const fresh: Pattern = { every: 'custom', time: '09:00', weekdays: [1], day: '1', cron: '' };
const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** What a saved pattern says, when it is one of the plain ones. */
export function patternOf(cron: string): Pattern {
  const [, minute = '', hour = '', day = '', month, weekday = ''] =
    /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) (\*) (\*|[\d,a-z]+)$/i.exec(cron.trim()) ?? [];
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (!month) return { ...fresh, cron };
  if (day !== '*') return weekday === '*' ? { ...fresh, every: 'month', time, day: day.toUpperCase(), cron } : { ...fresh, cron };
  if (weekday === '*') return { ...fresh, every: 'day', time, cron };
  const weekdays = weekday
    .toLowerCase()
    .split(',')
    .map((name) => (NAMES.includes(name) ? NAMES.indexOf(name) + 1 : Number(name) || (name === '0' ? 7 : Number.NaN)));
  return weekdays.some(Number.isNaN) ? { ...fresh, cron } : { ...fresh, every: 'week', time, weekdays, cron };
}
