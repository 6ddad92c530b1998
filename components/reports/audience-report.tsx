'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTRPC } from '../trpc';
import { BreakdownSection } from './breakdown-section';
import { GrowthSection } from './growth-section';
import { ReportFrame } from './report-frame';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** What people did while they were in an audience, and how it grew. */
export function AudienceReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const audience = useQuery(trpc.audiences.get.queryOptions({ id }));
  const range = useRange();
  return (
    <ReportFrame
      what="audience"
      query={audience}
      parent={'/overview/reports' as Route}
      title={audience.data?.name}
      description="What people did while they were in this audience, and all of what was sent to it."
      href={`/overview/${audience.data?.kind === 'segment' ? 'segments' : 'audiences'}/${id}` as Route}
      range={range}
    >
      <Figures range={range} within={{ audience_id: id }} />
      <GrowthSection id={id} range={range} />
      <BreakdownSection by="send" range={range} within={{ audience_id: id }} />
    </ReportFrame>
  );
}
