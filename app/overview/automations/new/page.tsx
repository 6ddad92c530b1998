import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NewAutomation } from '@/components/automations/new-automation';

export const metadata: Metadata = { title: 'New automation' };

export default function NewAutomationPage() {
  return (
    <Suspense>
      <NewAutomation />
    </Suspense>
  );
}
