'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, SearchX, TriangleAlert, Workflow } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { AutomationSummary } from '@/contracts/automation-api';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Segmented } from '../ui/segmented';
import { Time } from '../ui/time';
import { useSearch } from '../use-search';
import { AutomationBadge } from './status';

const columns: Column<AutomationSummary>[] = [
  {
    id: 'name',
    header: 'Automation',
    cell: (a) => (
      <div className="min-w-0">
        <Link href={`/overview/automations/${a.id}` as Route} className={rowLinkClass}>
          {a.name}
        </Link>
        <div className="truncate text-xs text-ink-3">{a.trigger}</div>
        {a.problem && (
          <div className="flex items-start gap-1 text-xs text-bad">
            <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            {a.problem}
          </div>
        )}
      </div>
    ),
  },
  { id: 'status', header: 'Status', cell: (a) => <AutomationBadge status={a.status} /> },
  { id: 'active', header: 'Under way', numeric: true, cell: (a) => formatNumber(a.runs.active) },
  { id: 'completed', header: 'Completed', numeric: true, from: 'sm', cell: (a) => formatNumber(a.runs.completed) },
  { id: 'ended', header: 'Ended early', numeric: true, from: 'md', cell: (a) => formatNumber(a.runs.exited + a.runs.stopped) },
  { id: 'failed', header: 'Failed', numeric: true, from: 'sm', cell: (a) => formatNumber(a.runs.failed) },
  { id: 'updated', header: 'Updated', from: 'lg', cell: (a) => <Time iso={a.updated_at} /> },
];
const filters = ['all', 'active', 'paused', 'draft', 'archived'] as const;

/** Automations with their status and what became of their runs. */
export function AutomationList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(filters).withDefault('all'));
  const query = useInfiniteQuery(
    trpc.automations.list.infiniteQueryOptions(
      { limit: 50, q, status: status === 'all' ? undefined : status },
      { ...pagedSearch, refetchInterval: 10_000 },
    ),
  );
  const create = (
    <Link href={'/overview/automations/new' as Route} className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New automation
    </Link>
  );
  return (
    <>
      <PageHeader
        title="Automations"
        description="What happens when a contact enters or leaves an audience, does something, or at a time."
        actions={owner && create}
      />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <SearchInput label="Search automations" value={text} onValueChange={setText} />
          <Segmented
            label="Status"
            value={status}
            onValueChange={(next) => void setStatus(next)}
            options={filters.map((value) => ({ value, label: value.replace(/^./, (c) => c.toUpperCase()) }))}
          />
        </div>
        <PagedTable
          query={query}
          label="Automations"
          columns={columns}
          rowKey={(a) => a.id}
          empty={
            q || status !== 'all' ? (
              <EmptyState
                icon={SearchX}
                title="No automation found"
                action={q && <Button onClick={() => setText('')}>Clear search</Button>}
              >
                Nothing has this name and status.
              </EmptyState>
            ) : (
              <EmptyState icon={Workflow} title="No automations yet" action={owner && create}>
                {owner ? 'Choose what starts one, then what happens step by step.' : 'An owner of the organization creates them.'}
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  );
}
