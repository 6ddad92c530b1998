import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AdAudiencePage } from '@/components/ads/ad-audience-page';

export const metadata: Metadata = { title: 'Ads' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <AdAudiencePage id={id} />
    </Suspense>
  );
}
