import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/contracts/errors';
import { isZone, parseLocal, resolveLocal, resolveStart, type StartInput } from '@/server/sends/resolve-start';

const now = new Date('2026-01-10T00:00:00Z');

function refused(input: StartInput, at = now): string {
  try {
    resolveStart(input, at);
  } catch (error) {
    if (error instanceof AppError) return error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join();
    throw error;
  }
  return 'accepted';
}

// PEP 495 fold=0 and Temporal 'compatible' agree on these
const vectors: [zone: string, local: string, kind: string, utc: string][] = [
  ['America/New_York', '2026-05-01 09:00', 'plain', '2026-05-01T13:00Z'],
  ['America/New_York', '2026-03-08 02:30', 'gap', '2026-03-08T07:30Z'],
  ['America/New_York', '2026-11-01 01:30', 'overlap', '2026-11-01T05:30Z'],
  ['Europe/London', '2026-03-29 01:30', 'gap', '2026-03-29T01:30Z'],
  ['Europe/London', '2026-10-25 01:30', 'overlap', '2026-10-25T00:30Z'],
  ['Europe/Dublin', '2026-10-25 01:30', 'overlap', '2026-10-25T00:30Z'],
  ['Australia/Lord_Howe', '2026-04-05 01:45', 'overlap', '2026-04-04T14:45Z'],
  ['Australia/Lord_Howe', '2026-10-04 02:15', 'gap', '2026-10-03T15:45Z'],
  ['Africa/Cairo', '2026-04-24 00:30', 'gap', '2026-04-23T22:30Z'],
  ['Africa/Casablanca', '2026-02-15 02:30', 'overlap', '2026-02-15T01:30Z'],
  ['Africa/Casablanca', '2026-03-22 02:30', 'gap', '2026-03-22T02:30Z'],
  ['Antarctica/Troll', '2026-03-29 01:30', 'gap', '2026-03-29T01:30Z'],
  ['Pacific/Apia', '2011-12-30 12:00', 'gap', '2011-12-30T22:00Z'],
];

describe('a local time and its zone', () => {
  it.each(vectors)('%s %s (%s) is %s', (zone, local, kind, utc) => {
    const instant = new Date(utc);
    const start = resolveStart({ scheduled_local: local, scheduled_at_tz: zone }, new Date(instant.getTime() - 86_400_000));
    expect(start.startsAt.toISOString()).toBe(instant.toISOString());
    expect(start.warnings.map((w) => w.code)).toEqual({ plain: [], gap: ['local_time_skipped'], overlap: ['local_time_repeated'] }[kind]);
    for (const warning of start.warnings) expect(warning.message).toContain(instant.toISOString());
  });

  it('takes seconds and a T', () => {
    const start = resolveStart({ scheduled_local: '2026-05-01T09:00:30', scheduled_at_tz: 'Asia/Kolkata' }, now);
    expect(start.startsAt.toISOString()).toBe('2026-05-01T03:30:30.000Z');
    expect(start).toMatchObject({ local: '2026-05-01T09:00:30', zone: 'Asia/Kolkata', tzdataVersion: process.versions.tz });
  });

  it('agrees with the platform about every zone at every change of its clock until 2037', { timeout: 120_000 }, () => {
    let checked = 0;
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const offset = offsets(zone);
      const end = Date.UTC(2038, 0, 1);
      let at = Temporal.Instant.from('2024-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next');
      for (; at && at.epochMilliseconds < end; at = at.getTimeZoneTransition('next')) {
        const before = Temporal.Instant.fromEpochMilliseconds(at.epochMilliseconds - 1)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime();
        for (const minutes of [-61, -15, 0, 20, 75]) {
          const local = before.add({ milliseconds: 1 }).add({ minutes });
          const expected = earliestOrForward(local.toZonedDateTime('UTC').epochMilliseconds, offset);
          const { instant } = resolveLocal(local, zone);
          if (instant.getTime() !== expected) expect(`${zone} ${local}: ${instant.toISOString()}`).toBe(new Date(expected).toISOString());
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(10_000);
  });
});

/** The same rule from the platform's own zone data (Intl), without Temporal. */
function earliestOrForward(wall: number, offset: (ms: number) => number): number {
  const day = 86_400_000;
  const before = offset(wall - day);
  const after = offset(wall + day);
  const real = [wall - before, wall - after].filter((ms) => ms + offset(ms) === wall);
  return real.length ? Math.min(...real) : wall - before;
}

function offsets(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (ms) => {
    const name = format.formatToParts(ms).find((p) => p.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
}

describe('what is refused', () => {
  it.each([
    '+05:30',
    '-03:00',
    'EST5EDT',
    'EST',
    'PST8PDT',
    'UTC+3',
    'Etc/GMT+5',
    'SystemV/EST5',
    'Europe/Atlantis',
    'america/new_york',
    'Europe/London ',
    '',
    '../x',
  ])('zone %j', (zone) => {
    expect(isZone(zone)).toBe(false);
    expect(refused({ scheduled_local: '2026-05-01 09:00', scheduled_at_tz: zone })).toBe('scheduled_at_tz: unknown_timezone');
  });

  it('no zone of the platform', () => {
    expect(
      [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'US/Eastern', 'America/Argentina/Buenos_Aires'].filter(
        (z) => !isZone(z),
      ),
    ).toEqual([]);
  });

  it.each([
    '2026-02-30 09:00',
    '2026-05-01 24:00',
    '2026-05-01',
    '2026-05-01 9:00',
    '2026-05-01 09:60',
    '2026-05-01 09:00:60',
    '2026-05-01 09:00Z',
    '2026-13-01 09:00',
    ' 2026-05-01 09:00',
  ])('local time %j', (local) => {
    expect(parseLocal(local)).toBeNull();
    expect(refused({ scheduled_local: local, scheduled_at_tz: 'Europe/Paris' })).toBe('scheduled_local: invalid');
  });

  it('half a local time, both forms, the past, and more than 366 days ahead', () => {
    expect(refused({ scheduled_local: '2026-05-01 09:00' })).toBe('scheduled_at_tz: required');
    expect(refused({ scheduled_at_tz: 'Europe/Paris' })).toBe('scheduled_local: required');
    expect(refused({ scheduled_at: '2026-05-01T09:00:00Z', scheduled_at_tz: 'Europe/Paris' })).toBe('scheduled_at: conflict');
    expect(refused({ scheduled_at: '2026-05-01T09:00:00Z', scheduled_local: '2026-05-01 09:00', scheduled_at_tz: 'Europe/Paris' })).toBe(
      'scheduled_at: conflict',
    );
    expect(refused({ scheduled_at: '2026-01-09T23:59:59.999Z' })).toBe('scheduled_at: in_the_past');
    expect(refused({ scheduled_local: '2026-01-10 00:59', scheduled_at_tz: 'Europe/Paris' })).toBe('scheduled_local: in_the_past');
    expect(refused({ scheduled_at: '2027-01-11T00:00:00.001Z' })).toBe('scheduled_at: too_far_ahead');
    expect(refused({ scheduled_at: '2027-01-11T00:00:00.000Z' })).toBe('accepted');
  });

  it('is not: nothing given, which means now', () => {
    expect(resolveStart({}, now)).toMatchObject({ startsAt: now, local: null, zone: null, warnings: [] });
  });
});
