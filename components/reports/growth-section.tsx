'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { GrowthReport } from '@/contracts/report';
import { formatInstant, formatNumber } from '../format';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { CsvLink } from './csv-link';
import { ShowTable } from './show-table';
import { TimeChart } from './time-chart';
import type { Range } from './use-range';
import { formatStart } from './words';

/** The size of a watched audience over time, and what moved people. */
export function GrowthSection({ id, range }: { id: string; range: Range }) {
  const trpc = useTRPC();
  const { from, to, interval } = range;
  const query = useQuery(trpc.reports.growth.queryOptions({ id, query: { from, to, interval } }, { placeholderData: keepPreviousData }));
  const report = query.data;
  return (
    <Section
      title="Size and growth"
      description={report?.watched_since ? `Followed since ${formatInstant(report.watched_since)}.` : undefined}
      actions={<CsvLink report="growth" query={{ audience_id: id, from, to, interval }} label="Size and growth" />}
    >
      {query.isError && !report ? (
        <ErrorState error={query.error} retry={() => query.refetch()} what="the growth" />
      ) : !report ? (
        <div aria-busy className="h-56">
          <Skeleton className="h-full" />
        </div>
      ) : !report.watched_since ? (
        <EmptyState icon={History} title="No history yet">
          Who comes and goes is known once somebody follows the audience: its activity, an automation or an ads sync.
        </EmptyState>
      ) : (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div>
            <TimeChart
              kind="line"
              what={`Contacts at the end of each ${interval}`}
              points={report.data.map((d) => ({ start: d.start, label: formatStart(d.start, report.interval), value: d.size }))}
            />
            <ShowTable>
              <DataTable label="Size and growth" columns={columns(report.interval)} rows={report.data} rowKey={(row) => row.start} />
            </ShowTable>
          </div>
          <section aria-label="What moved people">
            <h3 className="mb-1 text-sm font-semibold">What moved people</h3>
            {report.causes.length ? (
              <DataTable label="What moved people" columns={causeColumns} rows={report.causes} rowKey={(row) => row.cause} />
            ) : (
              <p className="text-sm text-ink-3">Nobody came or went in these days.</p>
            )}
          </section>
        </div>
      )}
    </Section>
  );
}

const causes: Record<string, string> = {
  import: 'Imports',
  api_key: 'The API',
  user: 'Somebody here',
  time: 'Time passed',
  definition: 'The audience was changed',
  automation: 'Automations',
  contact: 'A contact changed',
  contacts: 'A contact changed',
  contact_events: 'Something they did',
  audience_members: 'Members were added or removed',
  records: 'A record changed',
  send: 'Something was sent',
  pixel: 'A visit',
};

type Cause = GrowthReport['causes'][number];
const causeColumns: Column<Cause>[] = [
  { id: 'cause', header: 'Cause', cell: (c) => causes[c.cause] ?? c.cause.replaceAll('_', ' ') },
  { id: 'entered', header: 'Came', numeric: true, cell: (c) => formatNumber(c.entered) },
  { id: 'left', header: 'Went', numeric: true, cell: (c) => formatNumber(c.left) },
];

const columns = (interval: GrowthReport['interval']): Column<GrowthReport['data'][number]>[] => [
  { id: 'start', header: interval, cell: (d) => formatStart(d.start, interval) },
  { id: 'size', header: 'Size', numeric: true, cell: (d) => (d.size === null ? '—' : formatNumber(d.size)) },
  { id: 'entered', header: 'Came', numeric: true, cell: (d) => formatNumber(d.entered) },
  { id: 'left', header: 'Went', numeric: true, cell: (d) => formatNumber(d.left) },
];
