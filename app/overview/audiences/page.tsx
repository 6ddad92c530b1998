import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AudienceList } from '@/components/audiences/audience-list';

export const metadata: Metadata = { title: 'Audiences' };

export default function AudiencesPage() {
  return (
    <Suspense>
      <AudienceList />
    </Suspense>
  );
}
