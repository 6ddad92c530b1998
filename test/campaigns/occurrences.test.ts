import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { describeCron } from '@/server/campaigns/describe-cron';
import { previewSchedule } from '@/server/campaigns/preview-schedule';
import { dueOccurrence, nextOccurrence, occurrences } from '@/server/schedules/occurrences';

const at = (iso: string) => new Date(iso);
const list = (cron: string, timezone: string, from: string, to: string) =>
  [...occurrences({ cron, timezone }, at(from), at(to))].map((each) => each.toISOString());

describe('occurrences of a pattern', () => {
  it('keep their local time over a change of the clocks', () => {
    expect(list('0 9 * * MON', 'America/New_York', '2026-10-20T00:00:00Z', '2026-11-10T00:00:00Z')).toEqual([
      '2026-10-26T13:00:00.000Z',
      '2026-11-02T14:00:00.000Z',
      '2026-11-09T14:00:00.000Z',
    ]);
  });

  it('that the clocks skip move forward, as Temporal’s compatible rule has it', () => {
    expect(list('30 2 * * *', 'America/New_York', '2026-03-07T00:00:00Z', '2026-03-09T23:00:00Z')).toEqual([
      '2026-03-07T07:30:00.000Z',
      '2026-03-08T07:30:00.000Z', // 02:30 does not exist: 03:30 summer time
      '2026-03-09T06:30:00.000Z',
    ]);
  });

  it('that the clocks repeat happen once, the first time', () => {
    expect(list('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z')).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });

  it('two local times that become one instant are one occurrence', () => {
    expect(list('30 2,3 * * *', 'America/New_York', '2026-03-08T00:00:00Z', '2026-03-08T23:00:00Z')).toEqual(['2026-03-08T07:30:00.000Z']);
  });

  it.each([
    ['0 0 L * *', '2027-01-31,2027-02-28,2027-03-31'],
    ['0 0 29 2 *', '2028-02-29'],
    ['0 0 13 * FRI', '2027-01-01,2027-01-08,2027-01-13'], // either kind of day, as cron(5)
    ['0 0 1 jan-jun/2 ?', '2027-01-01,2027-03-01,2027-05-01'],
    ['@yearly', '2027-01-01,2028-01-01,2029-01-01'],
    ['0 0 * * 7', '2027-01-03,2027-01-10,2027-01-17'],
    ['0 0 * * 0', '2027-01-03,2027-01-10,2027-01-17'],
  ])('%s', (cron, days) => {
    const wanted = days.split(',');
    const found = list(cron, 'UTC', '2027-01-01T00:00:00Z', '2030-01-01T00:00:00Z').slice(0, wanted.length);
    expect(found.map((each) => each.slice(0, 10))).toEqual(wanted);
  });

  it('end with the campaign, and include its first and last moment', () => {
    expect(list('0 9 * * *', 'UTC', '2027-01-01T09:00:00Z', '2027-01-02T09:00:00Z').length).toBe(2);
    expect(nextOccurrence({ cron: '0 9 * * *', timezone: 'UTC' }, at('2027-01-01T09:00:01Z'), at('2027-01-02T08:59:59Z'))).toBeNull();
  });

  it('that nobody was there to start are one that is due, and a count', () => {
    const hourly = { cron: '0 * * * *', timezone: 'UTC' };
    expect(dueOccurrence(hourly, at('2027-01-01T03:00:00Z'), at('2027-01-01T03:00:05Z'))).toEqual({
      at: at('2027-01-01T03:00:00Z'),
      missed: 0,
    });
    expect(dueOccurrence(hourly, at('2027-01-01T03:00:00Z'), at('2027-01-01T08:30:00Z'))).toEqual({
      at: at('2027-01-01T08:00:00Z'),
      missed: 5,
    });
    expect(dueOccurrence(hourly, at('2027-01-01T03:00:00Z'), at('2027-01-01T02:59:00Z'))).toBeNull();
  });

  it.each([
    '',
    '* * * * *',
    '*/10 * * * *',
    '0 9 * *',
    '60 9 * * *',
    '0 24 * * *',
    '0 9 32 * *',
    '0 9 * 13 *',
    '0 9 * * fun',
    '0 9 5-1 * *',
    '0 9 */0 * *',
  ])('refuses %s', (cron) => {
    expect(() => list(cron, 'UTC', '2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z')).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
  });
});

describe('in words', () => {
  it.each([
    ['0 9 * * MON', 'Every Monday at 09:00'],
    ['30 8 * * 1-5', 'Every weekday at 08:30'],
    ['0 9,17 * * *', 'Every day at 09:00 and 17:00'],
    ['0 9 1 * *', 'On day 1 of the month at 09:00'],
    ['0 9 15,L * *', 'On day 15 and the last day of the month at 09:00'],
    ['0 9 * 12 MON', 'Every Monday in December at 09:00'],
    ['0 */2 * * *', 'Every day every 2 hours from 00:00 to 22:00'],
  ])('%s: %s', (cron, words) => expect(describeCron(cron)).toBe(words));

  it('names the next five on the clock of the zone, and what the clocks do to a start', async () => {
    const now = at('2026-10-20T12:00:00Z');
    const preview = await previewSchedule(
      { now },
      {
        schedule: { startAt: '2026-11-01 01:30', timezone: 'America/New_York' },
        recurring: { cron: '30 1 * * SUN', oncePerPerson: false },
      },
    );
    expect(preview.next.map((each) => each.local)).toEqual([
      '2026-11-01 01:30',
      '2026-11-08 01:30',
      '2026-11-15 01:30',
      '2026-11-22 01:30',
      '2026-11-29 01:30',
    ]);
    expect(preview.next[0]).toMatchObject({ at: '2026-11-01T05:30:00.000Z', words: 'Sunday 1 November 2026, 01:30' });
    expect(preview.warnings).toMatchObject([{ code: 'local_time_repeated' }]);
    const once = await previewSchedule({ now }, { schedule: { startAt: '2027-03-14 02:30', timezone: 'America/New_York' } });
    expect(once).toMatchObject({ start_at: '2027-03-14T07:30:00.000Z', warnings: [{ code: 'local_time_skipped' }] });
  });
});

it('a time on every day, also when a clock changes at midnight, is what Temporal makes of it', () => {
  // Beirut skips 00:00 on 2027-03-28; Havana repeats 00:30 on 2027-11-07; Lord Howe moves by half an hour
  for (const timezone of ['Asia/Beirut', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
    const found = list('0,30 0,1,2,12,23 * * *', timezone, '2027-01-01T00:00:00Z', '2027-12-31T23:59:59Z');
    const wanted = new Set<string>();
    const days = Array.from({ length: 367 }, (_, i) => Temporal.PlainDate.from('2026-12-31').add({ days: i }));
    for (const day of days)
      for (const hour of [0, 1, 2, 12, 23])
        for (const minute of [0, 30])
          wanted.add(new Date(day.toPlainDateTime({ hour, minute }).toZonedDateTime(timezone).epochMilliseconds).toISOString());
    const inYear = [...wanted].filter((one) => one >= '2027-01-01T00:00:00' && one < '2028').sort();
    expect(found).toEqual(inYear);
  }
});
