import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SendReport } from '@/components/reports/send-report';

export const metadata: Metadata = { title: 'Send report' };

export default async function SendReportPage({ params }: PageProps<'/overview/reports/sends/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <SendReport id={id} />
    </Suspense>
  );
}
