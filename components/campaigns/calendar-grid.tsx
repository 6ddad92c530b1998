'use client';
import { type KeyboardEvent, useRef } from 'react';
import type { CalendarEntry } from '@/contracts/campaign';
import { cn } from '../ui/cn';
import { addDays, addMonths, type Day, dayOf, longDay, type View, weekdayName } from './calendar-days';
import { Entry } from './calendar-entry';

/** Entries of a day that a month shows. */
const SHOWN = 4;

type Props = {
  weeks: Day[][];
  /** The day that the arrow keys move. */
  day: Day;
  today: Day;
  view: View;
  entries: CalendarEntry[] | undefined;
  onDay: (day: Day) => void;
  onView: (view: View) => void;
};

/** A table of days. One day number is in the tab order; arrows, Page up and Page down move it, Enter shows its week. */
export function CalendarGrid({ weeks, day, today, view, entries, onDay, onView }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const move = (event: KeyboardEvent) => {
    const to = target(event.key, day);
    if (!to) return;
    event.preventDefault();
    onDay(to);
    // After the days are drawn, which may be another month's.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => table.current?.querySelector<HTMLElement>('[data-day][tabindex="0"]')?.focus()),
    );
  };
  return (
    <table ref={table} aria-label="Calendar" className="w-full table-fixed border-collapse text-sm max-sm:hidden">
      <thead>
        <tr className="border-b text-xs text-ink-3">
          {weeks[0]?.map((each) => (
            <th key={each} scope="col" className="h-8 border-l px-2 text-left font-medium first:border-l-0">
              {weekdayName(each)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]} className="border-b last:border-b-0">
            {week.map((each) => {
              const mine = entries?.filter((entry) => dayOf(new Date(entry.at)) === each) ?? [];
              const shown = view === 'week' ? mine : mine.slice(0, SHOWN);
              return (
                <td
                  key={each}
                  className={cn(
                    'border-l p-1 align-top first:border-l-0',
                    view === 'week' ? 'h-80' : 'h-28',
                    view === 'month' && each.slice(0, 7) !== day.slice(0, 7) && 'bg-sunken',
                  )}
                >
                  <button
                    type="button"
                    data-day={each}
                    tabIndex={each === day ? 0 : -1}
                    aria-label={`${longDay(each)}, ${mine.length || 'no'} ${mine.length === 1 ? 'occurrence' : 'occurrences'}`}
                    aria-current={each === today ? 'date' : undefined}
                    onKeyDown={move}
                    onClick={() => {
                      onDay(each);
                      onView('week');
                    }}
                    className={cn(
                      'mb-1 flex size-6 items-center justify-center rounded-md text-xs tnum hover:bg-hover',
                      each === today ? 'bg-primary font-semibold text-on-primary hover:bg-primary-hover' : 'text-ink-2',
                    )}
                  >
                    {Number(each.slice(8))}
                  </button>
                  <ul className="flex flex-col gap-0.5">
                    {shown.map((entry) => (
                      <li key={entry.campaign_id + entry.at} className="min-w-0">
                        <Entry entry={entry} />
                      </li>
                    ))}
                  </ul>
                  {mine.length > shown.length && (
                    <button
                      type="button"
                      className="mt-0.5 rounded-sm px-1 text-xs text-ink-3 hover:text-ink hover:underline"
                      onClick={() => {
                        onDay(each);
                        onView('week');
                      }}
                    >
                      {mine.length - shown.length} more
                      <span className="sr-only"> on {longDay(each)}</span>
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const steps: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};
const target = (key: string, day: Day): Day | null => steps[key]?.(day) ?? null;
