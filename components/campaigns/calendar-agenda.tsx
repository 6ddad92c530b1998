import type { CalendarEntry } from '@/contracts/campaign';
import { type Day, dayOf, longDay } from './calendar-days';
import { Entry } from './calendar-entry';

/** The same as a list of the days that hold something: for narrow screens. */
export function CalendarAgenda({ days, today, entries }: { days: Day[]; today: Day; entries: CalendarEntry[] | undefined }) {
  const filled = days
    .map((day) => ({ day, mine: entries?.filter((entry) => dayOf(new Date(entry.at)) === day) ?? [] }))
    .filter(({ mine }) => mine.length > 0);
  return (
    <div className="p-3 sm:hidden">
      {filled.length === 0 && (
        <p className="py-6 text-center text-sm text-ink-3">{entries ? 'Nothing was sent, nothing is planned.' : 'Loading…'}</p>
      )}
      {filled.map(({ day, mine }) => (
        <section key={day} aria-label={longDay(day)} className="mb-3 last:mb-0">
          <h3 className="mb-1 text-xs font-medium text-ink-2">
            {longDay(day)}
            {day === today && ' · today'}
          </h3>
          <ul className="flex flex-col gap-1">
            {mine.map((entry) => (
              <li key={entry.campaign_id + entry.at}>
                <Entry entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
