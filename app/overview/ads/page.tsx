import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AdsPage } from '@/components/ads/ads-page';

export const metadata: Metadata = { title: 'Ads' };

export default function Page() {
  return (
    <Suspense>
      <AdsPage />
    </Suspense>
  );
}
