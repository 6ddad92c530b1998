'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTRPC } from '../trpc';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { AutomationDetail } from './automation-detail';

/** One automation: its flow, its runs, its versions, its webhooks. */
export function AutomationPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.automations.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' }));
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the automation" />;
  if (!query.data)
    return (
      <div aria-busy="true">
        <PageHeader parent={{ href: '/overview/automations' as Route, label: 'Automations' }} title={<Skeleton className="h-6 w-56" />} />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  return <AutomationDetail key={`${query.data.id} ${query.data.version}`} automation={query.data} />;
}
