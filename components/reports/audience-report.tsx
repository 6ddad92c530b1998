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
import { GrowthSection } from './growth-section';
import { RangePicker } from './range-picker';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** What people did while they were in an audience, and how it grew. */
export function AudienceReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const range = useRange();
  const { data: audience, isError, error, refetch } = useQuery(trpc.audiences.get.queryOptions({ id }));
  if (isError && !audience) return <ErrorState error={error} retry={refetch} what="the audience" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/reports' as Route, label: 'Reports' }}
        title={audience?.name ?? <TitleSkeleton />}
        description="What people did while they were in this audience, and all of what was sent to it."
        actions={
          <Link href={`/overview/${audience?.kind === 'segment' ? 'segments' : 'audiences'}/${id}` as Route} className={buttonClass()}>
            Open audience
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">
        <Figures range={range} within={{ audience_id: id }} />
        <GrowthSection id={id} range={range} />
        <BreakdownSection by="send" range={range} within={{ audience_id: id }} />
      </div>
    </>
  );
}
