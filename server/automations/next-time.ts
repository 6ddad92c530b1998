import { Cron } from 'croner';

/** The first moment of a cron pattern (five fields, local to `timezone`) after `after`; null when it is no pattern or never comes again. */
export function nextTime(schedule: { cron: string; timezone: string }, after: Date): Date | null {
  if (schedule.cron.trim().split(/\s+/).length !== 5) return null;
  try {
    return new Cron(schedule.cron, { timezone: schedule.timezone }).nextRun(after);
  } catch {
    return null; // croner's way to say that it is no pattern
  }
}
