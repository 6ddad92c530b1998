import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OverlapPage } from '@/components/segments/overlap/overlap-page';

export const metadata: Metadata = { title: 'Overlap' };

export default function OverlapRoute() {
  return (
    <Suspense>
      <OverlapPage />
    </Suspense>
  );
}
