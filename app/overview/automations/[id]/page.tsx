import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AutomationPage } from '@/components/automations/automation-page';

export const metadata: Metadata = { title: 'Automation' };

export default async function AutomationRoute({ params }: PageProps<'/overview/automations/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <AutomationPage id={id} />
    </Suspense>
  );
}
