'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReportType, reportTypes, type SeriesReport } from '@/contracts/report';
import { formatNumber } from '../format';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { ErrorState } from '../ui/error-state';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { CsvLink } from './csv-link';
import { ShowTable } from './show-table';
import { TimeChart } from './time-chart';
import type { Range } from './use-range';
import type { Within } from './within';
import { formatStart, isNotTracked, typeWords } from './words';

const options = reportTypes.map((value) => ({ value, label: typeWords[value] }));

/** One figure over time. */
export function SeriesSection({ range, within }: { range: Range; within: Within }) {
  const trpc = useTRPC();
  const [type, setType] = useQueryState('figure', parseAsStringLiteral(reportTypes).withDefault('opened'));
  const { from, to, basis, interval } = range;
  const query = useQuery(trpc.reports.series.queryOptions({ from, to, basis, interval, ...within }, { placeholderData: keepPreviousData }));
  const what = `${typeWords[type]}, messages by ${interval} ${basis === 'send' ? 'sent' : 'of the event'}`;
  return (
    <Section
      title="Over time"
      description={
        basis === 'send'
          ? 'What came of the messages of each day, whenever it happened.'
          : 'What happened on each day, whenever the message was sent.'
      }
      actions={
        <div className="flex items-center gap-2">
          <Select
            aria-label="Figure"
            value={type}
            onValueChange={(next: ReportType) => void setType(next)}
            options={options}
            className="w-36"
          />
          <CsvLink report="series" query={{ from, to, basis, interval, ...within }} label="Over time" />
        </div>
      }
    >
      {query.isError && !query.data ? (
        <ErrorState error={query.error} retry={() => query.refetch()} what="the chart" />
      ) : query.data ? (
        <>
          <TimeChart
            what={what}
            points={query.data.data.map((d) => ({
              start: d.start,
              label: formatStart(d.start, query.data.interval),
              value: d.counts[type].messages,
            }))}
          />
          {query.data.data.some((d) => isNotTracked(d, type)) && (
            <p className="mt-2 text-xs text-ink-3">
              Where messages were sent that are not tracked, nothing is drawn: how many were {typeWords[type].toLowerCase()} is not known.
            </p>
          )}
          <ShowTable>
            <DataTable label="Over time" columns={columns(query.data.interval)} rows={query.data.data} rowKey={(row) => row.start} />
          </ShowTable>
        </>
      ) : (
        <div aria-busy className="h-56">
          <Skeleton className="h-full" />
        </div>
      )}
    </Section>
  );
}

const columns = (interval: SeriesReport['interval']): Column<SeriesReport['data'][number]>[] => [
  { id: 'start', header: interval, cell: (row) => formatStart(row.start, interval) },
  ...reportTypes.map(
    (type): Column<SeriesReport['data'][number]> => ({
      id: type,
      header: typeWords[type],
      numeric: true,
      cell: (row) => formatNumber(row.counts[type].messages),
    }),
  ),
];
