import { Temporal } from 'temporal-polyfill';
import { resolveLocal } from '@/server/sends/resolve-start';
import { type Cron, parseCron } from './cron';

/** Days that are looked through for an occurrence: eight years hold a 29 February of every pattern. */
const MOST_DAYS = 366 * 8;
const DAY = 86_400_000;

/** `leastMinutes`: between two occurrences, when it is not what campaigns need. */
type Recurrence = { cron: string; timezone: string; leastMinutes?: number };

/**
 * The occurrences in `from … to` (both inclusive), earliest first. Each local time of the pattern happens once: by Temporal's
 * `compatible` rule one that the clocks skip moves forward, one that they repeat is the first.
 */
export function* occurrences({ cron, timezone, leastMinutes }: Recurrence, from: Date, to: Date): Generator<Date> {
  const pattern = parseCron(cron, leastMinutes);
  let last = Number.NEGATIVE_INFINITY;
  // A day early: a gap at midnight moves a time into the next day.
  let day = localDay(from, timezone).subtract({ days: 1 });
  for (let i = 0; i < MOST_DAYS; i++, day = day.add({ days: 1 })) {
    const all = ofDay(pattern, day, timezone);
    for (const at of all) {
      if (at > to.getTime()) return;
      if (at < from.getTime() || at <= last) continue;
      last = at;
      yield new Date(at);
    }
  }
}

/** The first occurrence at or after `from`, up to `end`; null when there is none. */
export function nextOccurrence(recurrence: Recurrence, from: Date, end: Date | null): Date | null {
  const horizon = end ?? new Date(from.getTime() + MOST_DAYS * DAY);
  return occurrences(recurrence, from, horizon).next().value ?? null;
}

/** What is due at `now` of a campaign whose clock waited for `from`: the latest occurrence, and how many before it were missed (1,000 at most). */
export function dueOccurrence(recurrence: Recurrence, from: Date, now: Date): { at: Date; missed: number } | null {
  let latest: Date | null = null;
  let day = localDay(now, recurrence.timezone).add({ days: 1 });
  const pattern = parseCron(recurrence.cron, recurrence.leastMinutes);
  for (let i = 0; i < MOST_DAYS && !latest; i++, day = day.subtract({ days: 1 })) {
    const at = ofDay(pattern, day, recurrence.timezone).findLast((each) => each <= now.getTime());
    if (at !== undefined && at < from.getTime()) return null;
    if (at !== undefined) latest = new Date(at);
  }
  if (!latest) return null;
  let missed = 0;
  for (const at of occurrences(recurrence, from, latest)) {
    if (at >= latest || missed === 1_000) break;
    missed++;
  }
  return { at: latest, missed };
}

const localDay = (at: Date, zone: string) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();

/** Epoch milliseconds of a local day's times, ascending; none when the pattern leaves the day out. */
function ofDay(pattern: Cron, day: Temporal.PlainDate, zone: string): number[] {
  if (!pattern.months.has(day.month) || !isDay(pattern, day)) return [];
  const start = day.toZonedDateTime(zone);
  const end = day.add({ days: 1 }).toZonedDateTime(zone);
  // no clock changes on it, as on all but two days of a year: its times need not be resolved one by one (0.15 ms each)
  if (start.hour === 0 && start.offset === end.offset && end.epochMilliseconds - start.epochMilliseconds === DAY)
    return pattern.times.map((minutes) => start.epochMilliseconds + minutes * 60_000);
  const at = (minutes: number) =>
    resolveLocal(day.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 }), zone).instant.getTime();
  return pattern.times.map(at).sort((a, b) => a - b);
}

function isDay({ days, weekdays }: Cron, day: Temporal.PlainDate): boolean {
  const ofMonth = days && (days.has(day.day) || (days.has(0) && day.day === day.daysInMonth));
  const ofWeek = weekdays?.has(day.dayOfWeek);
  if (days && weekdays) return Boolean(ofMonth || ofWeek);
  return ofMonth ?? ofWeek ?? true;
}
