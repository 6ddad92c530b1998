'use client';
import { ErrorState } from '@/components/ui/error-state';

export default function OverviewError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState error={error} retry={reset} what="this page" />;
}
