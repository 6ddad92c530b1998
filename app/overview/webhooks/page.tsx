import type { Metadata } from 'next';
import { Suspense } from 'react';
import { HookList } from '@/components/hooks/hook-list';

export const metadata: Metadata = { title: 'Webhooks' };

export default function WebhooksPage() {
  return (
    <Suspense>
      <HookList />
    </Suspense>
  );
}
