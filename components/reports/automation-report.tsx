'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import { useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { TitleSkeleton } from '../ui/skeleton';
import { BreakdownSection } from './breakdown-section';
import { RangePicker } from './range-picker';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** All that the steps of an automation sent, together and each. */
export function AutomationReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: automation, isError, error, refetch } = useQuery(trpc.automations.get.queryOptions({ id }));
  const range = useRange(automation?.created_at);
  if (isError && !automation) return <ErrorState error={error} retry={refetch} what="the automation" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/reports?by=automation' as Route, label: 'Reports' }}
        title={automation?.name ?? <TitleSkeleton />}
        description="All that the steps of this automation sent."
        actions={
          <Link href={`/overview/automations/${id}` as Route} className={buttonClass()}>
            Open automation
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">
        <Figures range={range} within={{ automation_id: id }} />
        <BreakdownSection by="send" range={range} within={{ automation_id: id }} />
        <BreakdownSection by="variant" range={range} within={{ automation_id: id }} />
      </div>
    </>
  );
}
