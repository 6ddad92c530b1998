'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, parseAsStringEnum, useQueryState } from 'nuqs';
import { useSyncExternalStore } from 'react';
import { localZone } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { cn } from '../ui/cn';
import { ErrorState } from '../ui/error-state';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { Segmented } from '../ui/segmented';
import { CalendarAgenda } from './calendar-agenda';
import { addDays, addMonths, dayOf, longDay, monthName, startOf, type View, weeksOf } from './calendar-days';
import { CalendarGrid } from './calendar-grid';

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(startOf(text).getTime());

const never = () => () => {};

/** What was sent and what is planned. Drawn in the browser only: the server does not know the reader's day. */
export function CampaignCalendar() {
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return here ? <Calendar /> : <PageHeader parent={{ href: '/overview/campaigns', label: 'Campaigns' }} title="Calendar" />;
}

/** By month or week, on the reader's clock. */
function Calendar() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const today = dayOf(new Date());
  const [view, setView] = useQueryState('view', parseAsStringEnum<View>(['month', 'week']).withDefault('month'));
  const [asked, setDay] = useQueryState('day', parseAsString.withDefault(''));
  const day = isDay(asked) ? asked : today;
  const weeks = weeksOf(day, view);
  const first = weeks[0]?.[0] ?? day;
  const last = weeks.at(-1)?.[6] ?? day;
  const query = useQuery(
    trpc.campaigns.calendar.queryOptions(
      { from: startOf(first).toISOString(), to: startOf(addDays(last, 1)).toISOString() },
      { placeholderData: keepPreviousData, refetchInterval: 30_000 },
    ),
  );
  const step = (n: number) => void setDay(view === 'month' ? addMonths(`${day.slice(0, 7)}-01`, n) : addDays(day, 7 * n));
  const title = view === 'month' ? monthName(day) : `${longDay(first)} – ${longDay(last)}`;
  const go = (to: string) => void setDay(to);
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the calendar" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/campaigns', label: 'Campaigns' }}
        title="Calendar"
        description={`Past and planned occurrences, on the clock of ${localZone()}.`}
        actions={
          owner && (
            <Link href="/overview/campaigns/new" className={buttonClass({ variant: 'primary' })}>
              <Plus aria-hidden className="size-4" />
              New campaign
            </Link>
          )
        }
      />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <Button variant="ghost" size="icon" aria-label={view === 'month' ? 'Previous month' : 'Previous week'} onClick={() => step(-1)}>
            <ChevronLeft aria-hidden className="size-4" />
          </Button>
          <Button variant="ghost" size="icon" aria-label={view === 'month' ? 'Next month' : 'Next week'} onClick={() => step(1)}>
            <ChevronRight aria-hidden className="size-4" />
          </Button>
          <h2 aria-live="polite" className="min-w-0 flex-1 text-base font-semibold max-sm:order-first max-sm:basis-full max-sm:px-1.5">
            {title}
          </h2>
          <Button size="sm" onClick={() => void setDay(null)}>
            Today
          </Button>
          <Segmented
            label="View"
            value={view}
            onValueChange={(next) => void setView(next)}
            options={[
              { value: 'month', label: 'Month' },
              { value: 'week', label: 'Week' },
            ]}
          />
        </div>
        {query.data?.truncated && (
          <Notice tone="warn" className="m-2">
            There are more occurrences than fit here. Look at one week at a time.
          </Notice>
        )}
        <div aria-busy={query.isFetching || undefined} className={cn(query.isPlaceholderData && 'opacity-60')}>
          <CalendarGrid
            weeks={weeks}
            day={day}
            today={today}
            view={view}
            entries={query.data?.data}
            onDay={go}
            onView={(next) => void setView(next)}
          />
          <CalendarAgenda days={weeks.flat()} today={today} entries={query.data?.data} />
        </div>
      </Card>
    </>
  );
}
