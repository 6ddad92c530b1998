import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignEditorPage } from '@/components/campaigns/campaign-editor-page';

export const metadata: Metadata = { title: 'Edit campaign' };

export default async function EditCampaignPage({ params }: PageProps<'/overview/campaigns/[id]/edit'>) {
  const { id } = await params;
  return (
    <Suspense>
      <CampaignEditorPage id={id} />
    </Suspense>
  );
}
