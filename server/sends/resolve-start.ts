import { Temporal } from 'temporal-polyfill';
import { invalid } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import type { SendInput } from '@/contracts/send';

export type Warning = { code: string; message: string };
export type StartInput = Pick<SendInput, 'scheduled_local' | 'scheduled_at_tz' | 'scheduled_at'>;
export type Start = {
  startsAt: Date;
  /** As given, kept to show; null for an instant or "now". */
  local: string | null;
  zone: string | null;
  /** Of the rules that made `startsAt` from the local time. */
  tzdataVersion: string | null;
  warnings: Warning[];
};
export type Resolved = { instant: Date; kind: 'plain' | 'gap' | 'overlap'; offset: string; wall: string };

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;
const DAY = 86_400_000;

/**
 * Whether a name may be used: a place of the IANA database (`Area/City`, old links included) or UTC. Offsets, abbreviations and
 * POSIX forms (`+05:30`, `EST`, `EST5EDT`, `Etc/GMT+5`) are not: their sign or their daylight saving surprises people.
 */
export function isZone(name: string): boolean {
  if (name === 'UTC' || name === 'GMT' || name === 'Etc/UTC') return true;
  if (!/^[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(name) || /^(?:Etc|SystemV|posix|right)\//i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `YYYY-MM-DD HH:mm[:ss]` (or with `T`); null when it is not such a time, or no such day exists. */
export function parseLocal(text: string): Temporal.PlainDateTime | null {
  const [, year, month, day, hour, minute, second = '0'] = LOCAL.exec(text) ?? [];
  if (!year) return null;
  const fields = { year: +year, month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: +second };
  try {
    return Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * One instant for a local time: Temporal's `compatible` rule (RFC 5545): in a gap the time moves forward by the gap, in an overlap
 * the first of the two is meant. Never left to SQL's AT TIME ZONE, which takes the second.
 */
export function resolveLocal(local: Temporal.PlainDateTime, zone: string): Resolved {
  const at = (disambiguation: 'compatible' | 'earlier' | 'later') => local.toZonedDateTime(zone, { disambiguation });
  const chosen = at('compatible');
  const plain = at('earlier').epochMilliseconds === at('later').epochMilliseconds;
  const wall = chosen.toPlainDateTime();
  return {
    instant: new Date(chosen.epochMilliseconds),
    kind: plain ? 'plain' : wall.equals(local) ? 'overlap' : 'gap',
    offset: chosen.offset,
    wall: wall.toString({ smallestUnit: 'second' }).replace('T', ' '),
  };
}

/**
 * When a send starts: a local time with its zone, an instant, or (neither given) now.
 * @throws AppError validation_failed naming the field: one without the other, both forms, unknown zone, past, too far ahead
 */
export function resolveStart(input: StartInput, now: Date): Start {
  const { scheduled_local: local, scheduled_at_tz: zone, scheduled_at: at } = input;
  if (at !== undefined && (local !== undefined || zone !== undefined)) {
    throw invalid(['scheduled_at'], 'conflict', 'give either scheduled_at, or scheduled_local with scheduled_at_tz');
  }
  if (local !== undefined && zone === undefined) throw invalid(['scheduled_at_tz'], 'required', 'scheduled_local needs scheduled_at_tz');
  if (zone !== undefined && local === undefined) throw invalid(['scheduled_local'], 'required', 'scheduled_at_tz needs scheduled_local');
  if (local !== undefined && zone !== undefined) return resolveZoned(local, zone, now);
  if (at === undefined) return { startsAt: now, local: null, zone: null, tzdataVersion: null, warnings: [] };
  const startsAt = new Date(at);
  if (Number.isNaN(startsAt.getTime())) throw invalid(['scheduled_at'], 'invalid', 'not an ISO 8601 instant');
  checkRange(startsAt, now, 'scheduled_at');
  return { startsAt, local: null, zone: null, tzdataVersion: null, warnings: [] };
}

function resolveZoned(local: string, zone: string, now: Date): Start {
  const wall = parseLocal(local);
  if (!wall) throw invalid(['scheduled_local'], 'invalid', 'not a local time: expected YYYY-MM-DD HH:mm, of a day that exists');
  if (!isZone(zone))
    throw invalid(['scheduled_at_tz'], 'unknown_timezone', `unknown time zone; expected an IANA name such as America/New_York`);
  const resolved = resolveLocal(wall, zone);
  checkRange(resolved.instant, now, 'scheduled_local');
  return { startsAt: resolved.instant, local, zone, tzdataVersion: process.versions.tz ?? null, warnings: shifts(resolved, local, zone) };
}

/** What to tell about a local time that is skipped or repeated. */
export function shifts({ kind, offset, wall, instant }: Resolved, local: string, zone: string): Warning[] {
  const utc = instant.toISOString();
  if (kind === 'gap') {
    return [{ code: 'local_time_skipped', message: `${local} does not exist in ${zone} (clocks go forward); starting at ${wall}, ${utc}` }];
  }
  if (kind === 'overlap') {
    return [
      {
        code: 'local_time_repeated',
        message: `${local} happens twice in ${zone} (clocks go back); starting at the first, ${utc} (UTC${offset})`,
      },
    ];
  }
  return [];
}

function checkRange(startsAt: Date, now: Date, field: string): void {
  if (startsAt < now) throw invalid([field], 'in_the_past', `the start ${startsAt.toISOString()} is in the past`);
  if (startsAt.getTime() > now.getTime() + limits.scheduleAheadDays * DAY) {
    throw invalid([field], 'too_far_ahead', `the start is more than ${limits.scheduleAheadDays} days ahead`);
  }
}
