import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignDetail } from '@/components/campaigns/campaign-detail';

export const metadata: Metadata = { title: 'Campaign' };

export default async function CampaignPage({ params }: PageProps<'/overview/campaigns/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <CampaignDetail id={id} />
    </Suspense>
  );
}
