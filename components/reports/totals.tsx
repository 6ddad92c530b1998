import type { OverviewReport, ReportType } from '@/contracts/report';
import { formatNumber } from '../format';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { baseWords, formatRate, isNotTracked, type RateName, typeWords } from './words';

const shown: readonly ReportType[] = ['sent', 'delivered', 'opened', 'clicked', 'converted', 'unsubscribed', 'bounced', 'complained'];

/** Each figure with its rate, and how it compares with as many days before. */
export const Totals = ({ report }: { report: OverviewReport | undefined }) => (
  <Card>
    <dl className="-mb-px -mr-px grid grid-cols-2 sm:grid-cols-4" aria-label="Totals" aria-busy={!report || undefined}>
      {shown.map((type) => (
        <div key={type} className="border-b border-r px-4 py-3">
          <dt className="text-xs text-ink-3">{typeWords[type]}</dt>
          {report ? (
            <Figure report={report} type={type} />
          ) : (
            <dd>
              <Skeleton className="my-2 h-5 w-16" />
            </dd>
          )}
        </div>
      ))}
    </dl>
  </Card>
);

function Figure({ report, type }: { report: OverviewReport; type: ReportType }) {
  const { messages, machines } = report.totals.counts[type];
  const rate = type === 'sent' ? null : report.totals.rates[type as RateName];
  if (isNotTracked(report.totals, type)) return <dd className="py-1 text-sm text-ink-3">not tracked</dd>;
  const before = report.previous.totals.counts[type].messages;
  const title = [
    rate && rate.rate !== null && `${baseWords[rate.of]}: ${formatNumber(rate.base)}`,
    machines > 0 && `${formatNumber(machines)} more by machines, not counted`,
  ]
    .filter(Boolean)
    .join('; ');
  return (
    <dd title={title || undefined}>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-semibold tnum">{formatNumber(messages)}</span>
        {rate && rate.rate !== null && <span className="text-sm text-ink-2 tnum">{formatRate(rate.rate)}</span>}
      </span>
      <span className="block text-xs text-ink-3 tnum">{change(messages, before)}</span>
    </dd>
  );
}

function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'none before' : 'none in the days before';
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return `as before (${formatNumber(before)})`;
  return `${percent > 0 ? '▲' : '▼'} ${formatNumber(Math.abs(percent))} % from ${formatNumber(before)}`;
}
