import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SegmentList } from '@/components/segments/segment-list';

export const metadata: Metadata = { title: 'Segments' };

export default function SegmentsPage() {
  return (
    <Suspense>
      <SegmentList />
    </Suspense>
  );
}
