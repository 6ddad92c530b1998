import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignReport } from '@/components/reports/campaign-report';

export const metadata: Metadata = { title: 'Campaign report' };

export default async function CampaignReportPage({ params }: PageProps<'/overview/reports/campaigns/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <CampaignReport id={id} />
    </Suspense>
  );
}
