'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTRPC } from '../trpc';
import { BreakdownSection } from './breakdown-section';
import { ReportFrame } from './report-frame';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** All that the steps of an automation sent, together and each. */
export function AutomationReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const automation = useQuery(trpc.automations.get.queryOptions({ id }));
  const range = useRange(automation.data?.created_at);
  return (
    <ReportFrame
      what="automation"
      query={automation}
      parent={'/overview/reports?by=automation' as Route}
      title={automation.data?.name}
      description="All that the steps of this automation sent."
      href={`/overview/automations/${id}` as Route}
      range={range}
    >
      <Figures range={range} within={{ automation_id: id }} />
      <BreakdownSection by="send" range={range} within={{ automation_id: id }} />
      <BreakdownSection by="variant" range={range} within={{ automation_id: id }} />
    </ReportFrame>
  );
}
