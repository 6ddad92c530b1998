import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeyList } from '@/components/api-keys/key-list';

export const metadata: Metadata = { title: 'API keys' };

export default function ApiKeysPage() {
  return (
    <Suspense>
      <KeyList />
    </Suspense>
  );
}
