import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PixelList } from '@/components/pixel/pixel-list';

export const metadata: Metadata = { title: 'Pixels' };

export default function PixelsPage() {
  return (
    <Suspense>
      <PixelList />
    </Suspense>
  );
}
