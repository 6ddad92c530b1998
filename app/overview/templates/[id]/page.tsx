import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TemplateDetail } from '@/components/templates/template-detail';

export const metadata: Metadata = { title: 'Template' };

export default async function TemplatePage({ params }: PageProps<'/overview/templates/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <TemplateDetail id={id} />
    </Suspense>
  );
}
