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

/** All sends of a campaign together, and each. */
export function CampaignReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: campaign, isError, error, refetch } = useQuery(trpc.campaigns.get.queryOptions({ id }));
  const range = useRange(campaign?.created_at);
  if (isError && !campaign) return <ErrorState error={error} retry={refetch} what="the campaign" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/reports?by=campaign' as Route, label: 'Reports' }}
        title={campaign?.name ?? <TitleSkeleton />}
        description="All sends of this campaign together."
        actions={
          <Link href={`/overview/campaigns/${id}` as Route} className={buttonClass()}>
            Open campaign
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">
        <Figures range={range} within={{ campaign_id: id }} />
        <BreakdownSection by="send" range={range} within={{ campaign_id: id }} />
        <BreakdownSection by="variant" range={range} within={{ campaign_id: id }} />
      </div>
    </>
  );
}
