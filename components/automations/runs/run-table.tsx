'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Footprints } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { type RunStatus, runStatuses } from '@/contracts/automation';
import type { AutomationRunWire } from '@/contracts/automation-api';
import { reasonWords } from '@/contracts/automation-words';
import { pagedSearch, useTRPC } from '../../trpc';
import { Card } from '../../ui/card';
import { type Column, rowLinkClass } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { PagedTable } from '../../ui/paged-table';
import { Select } from '../../ui/select';
import { Time } from '../../ui/time';
import { RunBadge } from '../status';

const columns: Column<AutomationRunWire>[] = [
  {
    id: 'contact',
    header: 'Contact',
    cell: (run) => (
      <Link href={`/overview/automations/${run.automation_id}/runs/${run.id}` as Route} className={rowLinkClass}>
        {run.contact ?? 'An erased contact'}
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: (run) => (
      <div className="min-w-0">
        <RunBadge run={run} />
        <div className="max-w-xs truncate text-xs text-ink-3">{run.error ?? reasonWords(run.reason)}</div>
      </div>
    ),
  },
  {
    id: 'at',
    header: 'At step',
    from: 'sm',
    cell: (run) => (run.step_id ? <code className="font-mono text-xs">{run.step_id}</code> : '—'),
  },
  { id: 'due', header: 'Next', from: 'md', cell: (run) => <Time iso={run.due_at} /> },
  { id: 'version', header: 'Version', numeric: true, from: 'lg', cell: (run) => run.version },
  { id: 'started', header: 'Entered', from: 'sm', cell: (run) => <Time iso={run.started_at} /> },
];
const all = { value: 'all', label: 'All runs' } as const;
const words: Record<RunStatus, string> = {
  active: 'Under way',
  completed: 'Completed',
  exited: 'Ended early',
  stopped: 'Stopped',
  failed: 'Failed',
};

/** Runs, newest first. */
export function RunTable({ automationId }: { automationId: string }) {
  const trpc = useTRPC();
  const [status, setStatus] = useState<RunStatus | 'all'>('all');
  const query = useInfiniteQuery(
    trpc.automations.runs.infiniteQueryOptions(
      { id: automationId, limit: 50, status: status === 'all' ? undefined : status },
      { ...pagedSearch, refetchInterval: 4_000 },
    ),
  );
  return (
    <Card>
      <div className="flex border-b p-2">
        <Select
          aria-label="Which runs"
          className="w-44"
          value={status}
          onValueChange={setStatus}
          options={[all, ...runStatuses.map((value) => ({ value, label: words[value] }))]}
        />
      </div>
      <PagedTable
        query={query}
        label="Runs"
        columns={columns}
        rowKey={(run) => run.id}
        empty={
          <EmptyState icon={Footprints} title="No runs">
            Once the automation is active, each contact that enters has a run here.
          </EmptyState>
        }
      />
    </Card>
  );
}
