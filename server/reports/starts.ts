import type { SeriesQuery } from '@/contracts/report';
import { addDays, type Days } from './range';

const MONDAY = 1;

/** First days of the intervals that hold these days: a week begins on Monday (ISO 8601), as date_trunc has it. */
export function startsOf(days: Days, interval: SeriesQuery['interval']): string[] {
  const starts: string[] = [];
  for (let start = startOf(days.from, interval); start <= days.to; start = next(start, interval)) starts.push(start);
  return starts;
}

function startOf(day: string, interval: SeriesQuery['interval']): string {
  if (interval === 'month') return `${day.slice(0, 8)}01`;
  if (interval === 'day') return day;
  return addDays(day, -((new Date(day).getUTCDay() - MONDAY + 7) % 7));
}

const next = (start: string, interval: SeriesQuery['interval']) =>
  interval === 'month' ? startOf(addDays(start, 31), 'month') : addDays(start, interval === 'week' ? 7 : 1);
