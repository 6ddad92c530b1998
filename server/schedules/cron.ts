import { invalid } from '@/contracts/errors';

/** A cron pattern, read: the minutes of a day at which it may be due, and its days. */
export type Cron = {
  /** Minutes since midnight, ascending. */
  times: number[];
  months: ReadonlySet<number>;
  /** 1–31; 0 stands for the last day of the month. Null: any. */
  days: ReadonlySet<number> | null;
  /** 1 (Monday) – 7. Null: any. */
  weekdays: ReadonlySet<number> | null;
};

/** Minutes between two occurrences of a campaign, at least: a slip of the pen must not send every minute. */
const LEAST_MINUTES = 15;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MACROS: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/**
 * Reads five fields (minute, hour, day of the month, month, weekday) as cron(5) does: lists, ranges, steps, English names, `L` for the
 * last day of a month, `@weekly` and such; with both kinds of day given, either counts.
 * @param leastMinutes between two occurrences @throws AppError validation_failed at `recurring.cron`
 */
export function parseCron(text: string, leastMinutes = LEAST_MINUTES): Cron {
  const fields = (MACROS[text.trim().toLowerCase()] ?? text.trim()).toLowerCase().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday)
    throw refuse('a cron pattern has five fields: minute, hour, day of the month, month, weekday');
  const minutes = read(minute, 'minute', 0, 59);
  const hours = read(hour, 'hour', 0, 23);
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const gaps = times.map((time, i) => (times[i + 1] ?? (times[0] ?? 0) + 1440) - time);
  if (Math.min(...gaps) < leastMinutes) throw refuse(`occurrences must be at least ${leastMinutes} minutes apart`);
  return {
    times,
    months: read(month, 'month', 1, 12, MONTHS, 1),
    days: isAny(day) ? null : read(day.replace(/\bl\b/g, '0'), 'day of the month', day.includes('l') ? 0 : 1, 31),
    weekdays: isAny(weekday) ? null : new Set([...read(weekday, 'weekday', 0, 7, WEEKDAYS, 0)].map((n) => n || 7)),
  };
}

const isAny = (field: string) => field === '*' || field === '?';
const refuse = (message: string) => invalid(['recurring', 'cron'], 'invalid_cron', message);

function read(field: string, what: string, low: number, high: number, names: string[] = [], base = 0): Set<number> {
  const found = new Set<number>();
  const value = (text: string): number => {
    const n = names.includes(text) ? names.indexOf(text) + base : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    if (!(n >= low && n <= high)) throw refuse(`"${text}" is no ${what}`);
    return n;
  };
  for (const part of field.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    if (!range || step === '0') throw refuse(`"${part}" is no ${what}`);
    const [from = '', to] = range.split('-');
    const first = isAny(range) ? low : value(from);
    const last = isAny(range) || (to === undefined && step !== undefined) ? high : to === undefined ? first : value(to);
    if (last < first) throw refuse(`"${part}": a range goes upwards`);
    for (let n = first; n <= last; n += Number(step ?? 1)) found.add(n);
  }
  return found;
}
