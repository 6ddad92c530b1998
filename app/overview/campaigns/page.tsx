import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignList } from '@/components/campaigns/campaign-list';

export const metadata: Metadata = { title: 'Campaigns' };

export default function CampaignsPage() {
  return (
    <Suspense>
      <CampaignList />
    </Suspense>
  );
}
