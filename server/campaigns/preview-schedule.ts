import type { ScheduleBody, SchedulePreview } from '@/contracts/campaign';
import type { Ctx } from '@/server/context';
import { describeCron } from './describe-cron';
import { nextTimes } from './load-campaigns';
import { resolveSchedule } from './resolve-schedule';

const NEXT = 5;

/** What a schedule means: in words, as instants, and its next times. @throws AppError validation_failed at the field */
export async function previewSchedule(ctx: Pick<Ctx, 'now'>, input: ScheduleBody): Promise<SchedulePreview> {
  const schedule = resolveSchedule(input);
  const { timezone, startAt, endAt, cron, warnings } = schedule;
  return {
    description: cron === null ? (startAt ? `Once, ${inWords(startAt, timezone)}` : 'Once, as soon as it is launched') : describeCron(cron),
    start_at: startAt?.toISOString() ?? null,
    end_at: endAt?.toISOString() ?? null,
    timezone,
    next: nextTimes(schedule, ctx.now, NEXT).map((at) => ({
      at: at.toISOString(),
      local: clock(at, timezone),
      words: inWords(at, timezone),
    })),
    warnings,
  };
}

const part = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions, locale = 'en-GB') =>
  new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at);

/** "Monday 3 May 2027, 09:00". */
const inWords = (at: Date, zone: string) =>
  `${part(at, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).replaceAll(',', '')}, ${part(at, zone, { hour: '2-digit', minute: '2-digit' })}`;

/** `YYYY-MM-DD HH:mm` on the clock of the zone. */
const clock = (at: Date, zone: string) =>
  `${part(at, zone, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')} ${part(at, zone, { hour: '2-digit', minute: '2-digit' })}`;
