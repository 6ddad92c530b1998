import type { Metadata } from 'next';
import { TrackingSwitches } from '@/components/hooks/tracking-switches';

export const metadata: Metadata = { title: 'Tracking' };

export default function TrackingPage() {
  return <TrackingSwitches />;
}
