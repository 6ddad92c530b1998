import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AutomationReport } from '@/components/reports/automation-report';

export const metadata: Metadata = { title: 'Automation report' };

export default async function AutomationReportPage({ params }: PageProps<'/overview/reports/automations/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <AutomationReport id={id} />
    </Suspense>
  );
}
