import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CampaignCalendar } from '@/components/campaigns/calendar';

export const metadata: Metadata = { title: 'Campaign calendar' };

export default function CampaignCalendarPage() {
  return (
    <Suspense>
      <CampaignCalendar />
    </Suspense>
  );
}
