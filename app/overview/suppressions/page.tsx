import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SuppressionList } from '@/components/suppressions/suppression-list';

export const metadata: Metadata = { title: 'Suppressions' };

export default function SuppressionsPage() {
  return (
    <Suspense>
      <SuppressionList />
    </Suspense>
  );
}
