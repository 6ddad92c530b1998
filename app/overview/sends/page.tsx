import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SendList } from '@/components/sends/send-list';

export const metadata: Metadata = { title: 'Sends' };

export default function SendsPage() {
  return (
    <Suspense>
      <SendList />
    </Suspense>
  );
}
