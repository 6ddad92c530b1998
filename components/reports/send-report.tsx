'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTRPC } from '../trpc';
import { ReportFrame } from './report-frame';
import { Figures } from './report-page';
import { useRange } from './use-range';
import { VariantsSection } from './variants-section';

/** One send: its figures, and its variants side by side. */
export function SendReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const send = useQuery(trpc.sends.get.queryOptions({ id }));
  const range = useRange(send.data?.starts_at);
  return (
    <ReportFrame
      what="send"
      query={send}
      parent={'/overview/reports' as Route}
      title={send.data?.template_name}
      description={send.data && `to ${send.data.audience_name}`}
      href={`/overview/sends/${id}` as Route}
      range={range}
    >
      <Figures range={range} within={{ send_id: id }} />
      <VariantsSection id={id} />
    </ReportFrame>
  );
}
