'use client';
import type { Route } from 'next';
import Link from 'next/link';
import { buttonClass } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { BreakdownSection } from './breakdown-section';
import { RangePicker } from './range-picker';
import { Figures } from './report-page';
import { useRange } from './use-range';

/** All sends of a campaign together, and each. */
export function CampaignReport({ id }: { id: string }) {
  const range = useRange();
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/reports' as Route, label: 'Reports' }}
        title="Campaign report"
        description="All sends of the campaign together."
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
