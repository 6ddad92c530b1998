import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AudienceReport } from '@/components/reports/audience-report';

export const metadata: Metadata = { title: 'Audience report' };

export default async function AudienceReportPage({ params }: PageProps<'/overview/reports/audiences/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <AudienceReport id={id} />
    </Suspense>
  );
}
