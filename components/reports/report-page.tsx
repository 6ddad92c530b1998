'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Blend } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { reportDimensions } from '@/contracts/report';
import { useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Tab, TabList, TabPanel, Tabs } from '../ui/tabs';
import { BreakdownSection } from './breakdown-section';
import { CsvLink } from './csv-link';
import { RangePicker } from './range-picker';
import { SeriesSection } from './series-section';
import { Totals } from './totals';
import { type Range, useRange } from './use-range';
import type { Within } from './within';
import { formatUtcDay } from './words';

const tabs = { send: 'Sends', campaign: 'Campaigns', automation: 'Automations', audience: 'Audiences', variant: 'Variants' } as const;

/** Everything that was sent and what came of it. */
export function ReportPage() {
  const range = useRange();
  const [by, setBy] = useQueryState('by', parseAsStringLiteral(reportDimensions).withDefault('send'));
  return (
    <>
      <PageHeader
        title="Reports"
        description="What was sent and what people did with it. Machines that open or click are counted apart."
        actions={
          <Link href="/overview/segments/overlap" className={buttonClass()}>
            <Blend aria-hidden className="size-3.5" />
            Overlap
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">
        <Figures range={range} within={{}} />
        <Tabs value={by} onValueChange={(next) => void setBy(next)}>
          <TabList label="Figures by" className="mb-4">
            {Object.entries(tabs).map(([value, label]) => (
              <Tab key={value} value={value}>
                {label}
              </Tab>
            ))}
          </TabList>
          {reportDimensions.map((value) => (
            <TabPanel key={value} value={value}>
              <BreakdownSection by={value} range={range} within={{}} />
            </TabPanel>
          ))}
        </Tabs>
      </div>
    </>
  );
}

const daysFrom = ({ from, to }: { from: string; to: string }) =>
  from === to ? formatUtcDay(from) : `${formatUtcDay(from)} to ${formatUtcDay(to)}`;

/** Totals beside those of the days before, and one of them over time. */
export function Figures({ range, within }: { range: Range; within: Within }) {
  const trpc = useTRPC();
  const { from, to, basis } = range;
  const query = useQuery(trpc.reports.overview.queryOptions({ from, to, basis, ...within }, { placeholderData: keepPreviousData }));
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the totals" />;
  return (
    <>
      <div>
        <Totals report={query.data} />
        <div className="mt-1.5 flex flex-wrap items-start justify-end gap-2 text-xs text-ink-3">
          <p className="flex-1 basis-64 text-pretty">
            {basis === 'send' ? 'Of the messages sent' : 'What happened'} {daysFrom(range)}
            {query.data && `, beside ${daysFrom(query.data.previous)}`}.
            {basis === 'send' &&
              ' Delivered and bounced are shares of those sent, the rest of those reached, sent less bounced; opens and clicks of those that are tracked.'}
          </p>
          <CsvLink report="overview" query={{ from, to, basis, ...within }} label="Totals" />
        </div>
      </div>
      <SeriesSection range={range} within={within} />
    </>
  );
}
