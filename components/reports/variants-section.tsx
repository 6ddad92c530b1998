'use client';
import { useQuery } from '@tanstack/react-query';
import type { MetricTest, VariantsReport } from '@/contracts/report';
import { formatNumber } from '../format';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { ErrorState } from '../ui/error-state';
import { formatRate, isNotTracked, typeWords } from './words';

/** A send's subjects side by side, and whether one is better: said only where the numbers bear it. */
export function VariantsSection({
  id,
  decided = null,
}: {
  id: string /** Letter that the rest of a test got. */;
  decided?: string | null;
}) {
  const trpc = useTRPC();
  const query = useQuery(trpc.reports.variants.queryOptions({ id }));
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the variants" />;
  const report = query.data;
  return (
    <Section
      title="Variants"
      description={`Since the first message, of those reached${decided ? `; ${decided} also to the rest, later than the others` : ''}.`}
      flush
    >
      <DataTable label="Variants" columns={columns(report)} rows={report?.variants} rowKey={(v) => v.variant ?? ''} skeletonRows={2} />
      {report && report.tests.length > 0 && (
        <div className="border-t px-4 py-3 text-sm">
          <ul className="flex flex-col gap-1">
            {report.tests.map((t) => (
              <li key={t.metric}>
                <span className="text-ink-3">{typeWords[t.metric]}:</span> {t.statement}
              </li>
            ))}
          </ul>
          <p className="mt-2 text-xs text-ink-3">
            Ranges are 95 % intervals (Wilson). Better means at 5 %, after a two-proportion z-test of the best with each other one.
            {report.finished ? ' Opens' : ' The send still runs: wait for its end. Opens'} are also made by mail programs that load pictures
            ahead; clicks tell more.
          </p>
        </div>
      )}
    </Section>
  );
}

type Variant = VariantsReport['variants'][number];

function columns(report: VariantsReport | undefined): Column<Variant>[] {
  const metric = (name: MetricTest['metric'], from?: 'md'): Column<Variant> => ({
    id: name,
    header: typeWords[name],
    numeric: true,
    ...(from && { from }),
    cell: (v) => {
      if (isNotTracked(v, name)) return <span className="whitespace-nowrap text-xs text-ink-3">not tracked</span>;
      const interval = report?.tests.find((t) => t.metric === name)?.intervals.find((i) => i.variant === v.variant);
      return (
        <span className="whitespace-nowrap">
          {formatNumber(v.counts[name].messages)} <span className="ml-1 text-ink-3">{formatRate(v.rates[name].rate)}</span>
          {interval && v.rates[name].rate !== null && (
            <span className="block text-xs text-ink-3">
              {formatRate(interval.low)} to {formatRate(interval.high)}
            </span>
          )}
        </span>
      );
    },
  });
  return [
    {
      id: 'subject',
      header: 'Subject',
      cell: (v) => (
        <span className="flex items-center gap-2.5">
          <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-selected text-xs font-semibold">{v.variant}</span>
          <span className="min-w-0 break-words">{v.subject || <span className="text-ink-3">no subject</span>}</span>
        </span>
      ),
    },
    { id: 'sent', header: 'Sent', numeric: true, from: 'sm', cell: (v) => formatNumber(v.counts.sent.messages) },
    metric('opened'),
    metric('clicked'),
    metric('converted', 'md'),
  ];
}
