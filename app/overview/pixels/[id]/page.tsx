import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PixelDetail } from '@/components/pixel/pixel-detail';
import { env } from '@/server/env';

export const metadata: Metadata = { title: 'Pixel' };

export default async function PixelPage({ params }: PageProps<'/overview/pixels/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <PixelDetail id={id} appUrl={env().APP_URL} />
    </Suspense>
  );
}
