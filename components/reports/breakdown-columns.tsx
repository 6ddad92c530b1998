import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { BreakdownRow, ReportDimension, ReportType } from '@/contracts/report';
import { formatNumber } from '../format';
import { cn } from '../ui/cn';
import { type Column, rowLinkClass } from '../ui/data-table';
import { Time } from '../ui/time';
import { formatRate, isNotTracked, typeWords } from './words';

export type Sort = { by: ReportType | 'name'; order: 'asc' | 'desc' };

const heads: Record<ReportDimension, string> = {
  audience: 'Audience',
  campaign: 'Campaign',
  automation: 'Automation',
  send: 'Send',
  variant: 'Variant',
};
const places: Record<ReportDimension, string> = {
  audience: 'audiences',
  campaign: 'campaigns',
  automation: 'automations',
  send: 'sends',
  variant: 'sends',
};
const figures: readonly { type: Exclude<ReportType, 'sent'>; from?: Column<BreakdownRow>['from'] }[] = [
  { type: 'delivered', from: 'lg' },
  { type: 'opened' },
  { type: 'clicked', from: 'sm' },
  { type: 'converted', from: 'lg' },
  { type: 'unsubscribed', from: 'md' },
  { type: 'bounced', from: 'md' },
];

/** Name, sent, and each figure with its rate; every heading sorts. */
export function breakdownColumns(by: ReportDimension, sort: Sort, setSort: (sort: Sort) => void): Column<BreakdownRow>[] {
  const head = (of: Sort['by'], label: string, numeric = true) => ({
    header: (
      <SortButton label={label} numeric={numeric} active={sort.by === of} order={sort.order} onSort={() => setSort(turned(sort, of))} />
    ),
    sorted: sort.by !== of ? ('none' as const) : sort.order === 'asc' ? ('ascending' as const) : ('descending' as const),
    numeric,
  });
  return [
    { id: 'name', ...head('name', heads[by], false), cell: (row) => <Name row={row} by={by} /> },
    { id: 'sent', ...head('sent', typeWords.sent), cell: (row) => formatNumber(row.counts.sent.messages) },
    ...figures.map(({ type, from }) => ({
      id: type,
      ...head(type, typeWords[type]),
      ...(from && { from }),
      cell: (row: BreakdownRow) =>
        isNotTracked(row, type) ? (
          <span className="whitespace-nowrap text-xs text-ink-3">not tracked</span>
        ) : (
          <span className="whitespace-nowrap">
            {formatNumber(row.counts[type].messages)}
            {row.rates[type].rate !== null && (
              <span className="ml-1.5 inline-block w-13 text-ink-3">{formatRate(row.rates[type].rate)}</span>
            )}
          </span>
        ),
    })),
  ];
}

const turned = (sort: Sort, by: Sort['by']): Sort =>
  sort.by === by ? { by, order: sort.order === 'asc' ? 'desc' : 'asc' } : { by, order: by === 'name' ? 'asc' : 'desc' };

type SortProps = { label: string; numeric: boolean; active: boolean; order: Sort['order']; onSort: () => void };

function SortButton({ label, numeric, active, order, onSort }: SortProps) {
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className={cn('inline-flex items-center gap-1 rounded-sm hover:text-ink', active && 'text-ink', numeric && 'flex-row-reverse')}
    >
      {label}
      <Arrow aria-hidden className={cn('size-3', !active && 'invisible')} />
    </button>
  );
}

function Name({ row, by }: { row: BreakdownRow; by: ReportDimension }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      {row.variant && (
        <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-selected text-xs font-semibold">{row.variant}</span>
      )}
      <div className="min-w-0">
        {row.id ? (
          <Link href={`/overview/reports/${places[by]}/${row.id}` as Route} className={rowLinkClass}>
            {row.name}
          </Link>
        ) : (
          <span className="block truncate text-ink-3">{row.name}</span>
        )}
        {row.sent_at && (
          <div className="truncate text-xs text-ink-3">
            <Time iso={row.sent_at} />
          </div>
        )}
      </div>
    </div>
  );
}
