import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignEditorPage } from '@/components/campaigns/campaign-editor-page';

export const metadata: Metadata = { title: 'New campaign' };

export default function NewCampaignPage() {
  return (
    <Suspense>
      <CampaignEditorPage />
    </Suspense>
  );
}
