import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TargetingBrowser } from '@/components/targeting/targeting-browser';

export const metadata: Metadata = { title: 'Targeting' };

export default function TargetingPage() {
  return (
    <Suspense>
      <TargetingBrowser />
    </Suspense>
  );
}
