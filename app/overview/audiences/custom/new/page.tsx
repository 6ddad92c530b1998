import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NewCustom } from '@/components/custom/new-custom';

export const metadata: Metadata = { title: 'New custom audience' };

export default function NewCustomPage() {
  return (
    <Suspense>
      <NewCustom />
    </Suspense>
  );
}
