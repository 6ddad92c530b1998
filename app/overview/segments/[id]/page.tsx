import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SegmentPage } from '@/components/segments/segment-page';

export const metadata: Metadata = { title: 'Segment' };

export default async function SegmentRoute({ params }: PageProps<'/overview/segments/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <SegmentPage id={id} />
    </Suspense>
  );
}
