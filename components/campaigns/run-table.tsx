'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import Link from 'next/link';
import type { CampaignRun } from '@/contracts/campaign';
import { formatInstant, formatNumber, plural } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { Section } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { RunStatus } from './status';

/** What was not as planned, in words. */
function remark(run: CampaignRun): string | null {
  const missed = run.missed
    ? `stands for ${plural(run.missed, 'earlier occurrence')} that ${run.missed === 1 ? 'was' : 'were'} missed`
    : null;
  if (run.status === 'skipped')
    return `${run.error ?? ''}${run.missed ? `; ${plural(run.missed, 'earlier occurrence')} skipped as well` : ''}`;
  const late = run.late_seconds >= 60 ? `${plural(Math.round(run.late_seconds / 60), 'minute')} late` : null;
  return [late, missed, run.error].filter(Boolean).join(', ') || null;
}

const columns = (paused: boolean): Column<CampaignRun>[] => [
  {
    id: 'at',
    header: 'Occurrence',
    cell: (run) => (
      <span className="flex flex-col">
        <span className="whitespace-nowrap tnum">{formatInstant(run.occurrence_at)}</span>
        {remark(run) && <span className="text-xs text-warn">{remark(run)}</span>}
      </span>
    ),
  },
  { id: 'status', header: 'Status', cell: (run) => <RunStatus status={run.status} paused={paused} /> },
  { id: 'people', header: 'People', numeric: true, cell: (run) => formatNumber(run.people) },
  { id: 'sent', header: 'Sent', numeric: true, from: 'sm', cell: (run) => formatNumber(run.counts.sent) },
  {
    id: 'sends',
    header: 'Sends',
    from: 'md',
    cell: (run) => (
      <span className="flex flex-wrap gap-x-2">
        {run.sends.map((send) => (
          <Link
            key={send.id}
            href={`/overview/sends/${send.id}`}
            className="rounded-sm underline decoration-line-strong underline-offset-4"
          >
            {send.channel === 'email' ? 'Email' : 'SMS'}
            {send.slice !== null && ` ${send.slice + 1}`}
          </Link>
        ))}
      </span>
    ),
  },
];

/** The occurrences of a campaign, newest first. */
export function RunTable({ id, moving, paused }: { id: string; moving: boolean; paused: boolean }) {
  const trpc = useTRPC();
  const runs = useInfiniteQuery(
    trpc.campaigns.runs.infiniteQueryOptions(
      { campaignId: id, limit: 10 },
      {
        ...pagedSearch,
        refetchInterval: moving && 3_000,
        meta: { quiet: true },
      },
    ),
  );
  return (
    <Section title="Occurrences" flush>
      <PagedTable
        query={runs}
        label="Occurrences"
        columns={columns(paused)}
        rowKey={(run) => run.id}
        empty={
          <EmptyState icon={History} title="None yet">
            Each launch stands here, with its people and its sends.
          </EmptyState>
        }
      />
    </Section>
  );
}
