'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Mail, MessageSquare, Send as SendIcon } from 'lucide-react';
import Link from 'next/link';
import type { Send } from '@/contracts/send';
import { formatNumber, formatShare } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Progress } from '../ui/progress';
import { Time } from '../ui/time';
import { isOpen, progressOf, SendStatus } from './status';

const columns: Column<Send>[] = [
  {
    id: 'name',
    header: 'Send',
    cell: (s) => (
      <div className="flex min-w-0 items-center gap-3">
        <span className="flex size-7 shrink-0 items-center justify-center rounded-md border bg-sunken text-ink-3">
          {s.channel === 'email' ? (
            <Mail aria-label="Email" className="size-3.5" />
          ) : (
            <MessageSquare aria-label="SMS" className="size-3.5" />
          )}
        </span>
        <div className="min-w-0">
          <Link href={`/overview/sends/${s.id}`} className={rowLinkClass}>
            {s.template_name}
          </Link>
          <div className="truncate text-xs text-ink-3">
            to {s.audience_name}
            {s.slice && `, slice ${s.slice.index + 1} of ${s.slice.of}`}
          </div>
        </div>
      </div>
    ),
  },
  { id: 'status', header: 'Status', cell: (s) => <SendStatus status={s.status} /> },
  {
    id: 'progress',
    header: 'Progress',
    from: 'md',
    className: 'w-44',
    cell: (s) => {
      const { settled, of } = progressOf(s.counts);
      return (
        <span className="flex items-center gap-2">
          <Progress label={`Progress of ${s.template_name}`} value={of ? settled / of : 1} className="w-24" />
          <span className="text-xs text-ink-3 tnum">{formatShare(settled, of)}</span>
        </span>
      );
    },
  },
  { id: 'sent', header: 'Sent', numeric: true, cell: (s) => formatNumber(s.counts.sent) },
  { id: 'total', header: 'Total', numeric: true, from: 'sm', cell: (s) => formatNumber(s.counts.total) },
  { id: 'starts', header: 'Starts', from: 'lg', cell: (s) => <Time iso={s.starts_at} /> },
];

/** Sends, newest first, of the organization or of one audience; refreshed while one of them is open. */
export function SendTable({ audienceId }: { audienceId?: string }) {
  const trpc = useTRPC();
  const sends = useInfiniteQuery(
    trpc.sends.list.infiniteQueryOptions(
      { limit: 25, audienceId },
      {
        ...pagedSearch,
        refetchInterval: (query) => (query.state.data?.pages.some((page) => page.data.some(isOpen)) ? 3_000 : false),
      },
    ),
  );
  return (
    <PagedTable
      query={sends}
      label="Sends"
      columns={columns}
      rowKey={(s) => s.id}
      empty={
        <EmptyState
          icon={SendIcon}
          title="Nothing was sent yet"
          action={
            !audienceId && (
              <Link href="/overview/audiences" className={buttonClass({ variant: 'primary' })}>
                Choose an audience
              </Link>
            )
          }
        >
          A send starts from an audience: choose a template, look at who will receive it, and send.
        </EmptyState>
      }
    />
  );
}
