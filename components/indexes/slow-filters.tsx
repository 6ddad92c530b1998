'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Gauge, Zap } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { SlowFilter } from '@/contracts/filter-index';
import { formatBytes, formatNumber, formatShare, plural } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { IndexList } from './index-list';
import { NewIndexDialog } from './new-index-dialog';
import { formatMs, Plan } from './plan';

/** Filters that took long to count, what would help each, and the indexes there are. */
export function SlowFilters() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const slow = useQuery(trpc.indexes.slowFilters.queryOptions());
  const build = useMutation(
    trpc.indexes.create.mutationOptions({
      onSuccess: (index) => {
        toast.success(`An index on ${index.field} is being built`, { description: 'Filters are answered as before until it is ready.' });
        void queries.invalidateQueries({ queryKey: trpc.indexes.pathKey() });
      },
    }),
  );
  return (
    <>
      <PageHeader
        title="Slow filters"
        description="Counts that took a quarter of a second or more. An index answers a selective comparison directly; each one makes imports a little slower, so there are eight at most and unused ones go after 30 days."
        actions={owner && <Button onClick={() => setAsking(true)}>New index</Button>}
      />
      <NewIndexDialog open={asking} onOpenChange={setAsking} />
      <div className="flex flex-col gap-6">
        <IndexList />
        <Section title="Seen of late" flush>
          {slow.isError ? (
            <ErrorState error={slow.error} retry={() => slow.refetch()} what="the slow filters" />
          ) : !slow.data ? (
            <div className="p-4">
              <Skeleton className="h-24 w-full" />
            </div>
          ) : slow.data.length === 0 ? (
            <EmptyState icon={Gauge} title="No filter was slow">
              Whatever takes longer than 250 ms to count is listed here, with its plan and what would help.
            </EmptyState>
          ) : (
            <ul className="divide-y">
              {slow.data.map((filter) => (
                <li key={filter.id} className="p-4">
                  <SlowRow
                    filter={filter}
                    pending={build.isPending && build.variables.field === filter.advice?.field}
                    onBuild={owner ? (field) => build.mutate({ field, filter: filter.filter }) : undefined}
                  />
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </>
  );
}

type RowProps = { filter: SlowFilter; pending: boolean; onBuild?: (field: string) => void };

function SlowRow({ filter, pending, onBuild }: RowProps) {
  const { advice } = filter;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">{filter.words}</p>
      <p className="text-xs text-ink-3 tnum">
        {formatNumber(filter.runs)} {filter.runs === 1 ? 'run' : 'runs'} · {formatMs(filter.average_ms)} on average,{' '}
        {formatMs(filter.max_ms)} at most · {filter.matches === null ? 'stopped at the time limit' : plural(filter.matches, 'contact')} ·{' '}
        <Time iso={filter.last_seen_at} />
      </p>
      {advice ? (
        <div className="flex flex-wrap items-start gap-3 rounded-md bg-accent-soft p-3">
          <p className="min-w-60 flex-1 text-sm">
            {advice.sentence} It would take about {formatBytes(advice.estimated_bytes)} and leave {formatShare(advice.share, 1)} to look at.
          </p>
          {onBuild && (
            <Button size="sm" variant="primary" disabled={pending} onClick={() => onBuild(advice.field)}>
              <Zap aria-hidden className="size-3.5" />
              Build index on {advice.field}
            </Button>
          )}
        </div>
      ) : (
        <p className="text-sm text-ink-2">{filter.no_advice}</p>
      )}
      <Plan label="Plan as of now" plan={filter.plan} />
    </div>
  );
}
