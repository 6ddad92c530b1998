import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ReportPage } from '@/components/reports/report-page';

export const metadata: Metadata = { title: 'Reports' };

export default function ReportsPage() {
  return (
    <Suspense>
      <ReportPage />
    </Suspense>
  );
}
