import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AudienceDetail } from '@/components/audiences/audience-detail';

export const metadata: Metadata = { title: 'Audience' };

export default async function AudiencePage({ params }: PageProps<'/overview/audiences/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <AudienceDetail id={id} />
    </Suspense>
  );
}
