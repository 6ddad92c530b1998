'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../trpc';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { SegmentEditor } from './segment-editor';

/** One segment: its filter, who is in it, and sending to it. */
export function SegmentPage({ id }: { id: string }) {
  const trpc = useTRPC();
  // Not read again behind the reader's back: what is being edited stays.
  const query = useQuery(trpc.segments.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' }));
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the segment" />;
  if (!query.data)
    return (
      <div aria-busy="true">
        <PageHeader
          parent={{ href: '/overview/segments', label: 'Segments' }}
          title={
            <>
              <span className="sr-only">Loading the segment</span>
              <Skeleton className="h-6 w-56" />
            </>
          }
        />
        <Skeleton className="h-64 w-full" />
      </div>
    );
  return <SegmentEditor key={query.data.id} segment={query.data} />;
}
