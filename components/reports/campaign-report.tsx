'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import { useTRPC } from '../trpc';
import { BreakdownSection } from './breakdown-section';
import { ReportFrame } from './report-frame';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** All sends of a campaign together, and each. */
export function CampaignReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const campaign = useQuery(trpc.campaigns.get.queryOptions({ id }));
  const range = useRange(campaign.data?.created_at);
  return (
    <ReportFrame
      what="campaign"
      query={campaign}
      parent={'/overview/reports?by=campaign' as Route}
      title={campaign.data?.name}
      description="All sends of this campaign together."
      href={`/overview/campaigns/${id}` as Route}
      range={range}
    >
      <Figures range={range} within={{ campaign_id: id }} />
      <BreakdownSection by="send" range={range} within={{ campaign_id: id }} />
      <BreakdownSection by="variant" range={range} within={{ campaign_id: id }} />
    </ReportFrame>
  );
}
