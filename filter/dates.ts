/**
 * The dates a filter understands: ISO 8601 calendar dates and date-times, to the microsecond, years 0001–9999. Without a
 * zone they are UTC. One regular expression decides for JavaScript and PostgreSQL alike (days of the month and leap years
 * included), so that a cast behind it cannot raise. MongoDB's dates are whole milliseconds, and so are ours.
 */
const day = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const leapDay = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29';
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?';

export const zonePattern = '(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$';
export const datePattern = `^(?!0000)(?:[0-9]{4}-${day}|${leapDay})(?:[T ]${time}(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?)?$`;

const dateRegExp = new RegExp(datePattern);
const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/** Milliseconds since 1970 (UTC) of an ISO 8601 text, finer digits cut off; null when it is not one. */
export function parseDate(text: string): number | null {
  if (text.length > 40 || !dateRegExp.test(text)) return null;
  const m = parts.exec(text) as RegExpExecArray;
  const n = (i: number) => Number(m[i] ?? 0);
  const offset = (n(9) * 60 + n(10)) * (m[8] === '-' ? -1 : 1);
  const ms = utc(n(1), n(2), n(3), n(4), n(5), n(6), Number((m[7] ?? '').padEnd(3, '0').slice(0, 3)));
  return Math.min(latest, Math.max(earliest, ms - offset * 60_000));
}

interface Duration {
  sign: 1 | -1;
  years: number;
  months: number;
  days: number;
  ms: number;
}

const durationRegExp =
  /^([+-]?)P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** An ISO 8601 duration with an optional sign: `-P30D`, `P1Y2M`, `-PT6H`. Null when it is not one. */
export function parseDuration(text: string): Duration | null {
  const m = durationRegExp.exec(text);
  if (!m) return null;
  const n = (i: number) => Number(m[i] ?? 0);
  return { sign: m[1] === '-' ? -1 : 1, years: n(2), months: n(3), days: n(4) * 7 + n(5), ms: (n(6) * 3600 + n(7) * 60 + n(8)) * 1000 };
}

/**
 * `now` moved by a duration, in UTC: years and months first (a day that does not exist becomes the month's last), then days
 * and time. Held inside the years 1–9999, so that what comes out is always a date to PostgreSQL too.
 */
export function addDuration(now: Date, duration: string): number {
  const d = parseDuration(duration);
  if (!d) throw new RangeError(`not an ISO 8601 duration: ${duration}`);
  const months = now.getUTCFullYear() * 12 + now.getUTCMonth() + d.sign * (d.years * 12 + d.months);
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  if (year < 1) return earliest;
  if (year > 9999) return latest;
  const lastDay = new Date(utc(year, month + 1, 0, 0, 0, 0, 0)).getUTCDate();
  const start = utc(year, month, Math.min(now.getUTCDate(), lastDay), 0, 0, 0, 0);
  const timeOfDay = ((now.getTime() % 86_400_000) + 86_400_000) % 86_400_000;
  return Math.min(latest, Math.max(earliest, start + timeOfDay + d.sign * (d.days * 86_400_000 + d.ms)));
}

// Date.UTC reads the years 0–99 as 1900–1999.
function utc(y: number, mo: number, d: number, h: number, mi: number, s: number, ms: number): number {
  const date = new Date(Date.UTC(2000, 0, 1, h, mi, s, ms));
  date.setUTCFullYear(y, mo - 1, d);
  return date.getTime();
}

const earliest = utc(1, 1, 1, 0, 0, 0, 0);
// One below the last millisecond, so that "after it" is still a year of four digits.
const latest = utc(9999, 12, 31, 23, 59, 59, 998);
