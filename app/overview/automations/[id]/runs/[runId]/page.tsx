import type { Metadata } from 'next';
import { Suspense } from 'react';
import { RunPage } from '@/components/automations/runs/run-page';

export const metadata: Metadata = { title: 'Run' };

export default async function RunRoute({ params }: PageProps<'/overview/automations/[id]/runs/[runId]'>) {
  const { id, runId } = await params;
  return (
    <Suspense>
      <RunPage id={id} runId={runId} />
    </Suspense>
  );
}
