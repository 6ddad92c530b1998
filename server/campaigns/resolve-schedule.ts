import type { ScheduleBody } from '@/contracts/campaign';
import { invalid } from '@/contracts/errors';
import { parseCron } from '@/server/schedules/cron';
import { isZone, parseLocal, resolveLocal, shifts, type Warning } from '@/server/sends/resolve-start';

/** The time of a campaign as it is stored: what was given, and the instants that it means. */
export type Schedule = {
  timezone: string;
  startGiven: string | null;
  startAt: Date | null;
  endGiven: string | null;
  endAt: Date | null;
  cron: string | null;
  oncePerPerson: boolean;
  warnings: Warning[];
};

/**
 * Local times by Temporal's `compatible` rule in the campaign's zone; times with an offset as they are.
 * @throws AppError validation_failed at the field: unknown zone, no such time, end before start, a cron pattern that cannot be read
 */
export function resolveSchedule({ schedule, recurring }: ScheduleBody): Schedule {
  const timezone = schedule?.timezone ?? 'UTC';
  if (!isZone(timezone))
    throw invalid(['schedule', 'timezone'], 'unknown_timezone', 'unknown time zone; expected an IANA name such as America/New_York');
  const start = schedule?.startAt ? resolveMoment(schedule.startAt, timezone, 'startAt') : null;
  const end = schedule?.endAt ? resolveMoment(schedule.endAt, timezone, 'endAt') : null;
  if (start && end && end.at <= start.at) throw invalid(['schedule', 'endAt'], 'out_of_range', 'the end must be after the start');
  if (recurring) parseCron(recurring.cron);
  return {
    timezone,
    startGiven: schedule?.startAt ?? null,
    startAt: start?.at ?? null,
    endGiven: schedule?.endAt ?? null,
    endAt: end?.at ?? null,
    cron: recurring?.cron ?? null,
    oncePerPerson: recurring?.oncePerPerson ?? false,
    warnings: [...(start?.warnings ?? []), ...(end?.warnings ?? [])],
  };
}

function resolveMoment(text: string, zone: string, field: 'startAt' | 'endAt'): { at: Date; warnings: Warning[] } {
  const local = parseLocal(text);
  if (local) {
    const resolved = resolveLocal(local, zone);
    return { at: resolved.instant, warnings: shifts(resolved, text, zone) };
  }
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i.test(text) || Number.isNaN(at.getTime()))
    throw invalid(['schedule', field], 'invalid', 'not a time: expected YYYY-MM-DD HH:mm (in `timezone`) or an ISO 8601 instant');
  return { at, warnings: [] };
}
