import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TemplateList } from '@/components/templates/template-list';

export const metadata: Metadata = { title: 'Templates' };

export default function TemplatesPage() {
  return (
    <Suspense>
      <TemplateList />
    </Suspense>
  );
}
