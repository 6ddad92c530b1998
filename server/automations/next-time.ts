import { AppError } from '@/contracts/errors';
import { nextOccurrence } from '@/server/schedules/occurrences';

/** The first moment of a cron pattern (local to `timezone`) after `after`; null when it is no pattern or never comes again. */
export function nextTime({ cron, timezone }: { cron: string; timezone: string }, after: Date): Date | null {
  try {
    return nextOccurrence({ cron, timezone, leastMinutes: 1 }, new Date(after.getTime() + 1), null);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
