import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SendDetail } from '@/components/sends/send-detail';

export const metadata: Metadata = { title: 'Send' };

export default async function SendPage({ params }: PageProps<'/overview/sends/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <SendDetail id={id} />
    </Suspense>
  );
}
