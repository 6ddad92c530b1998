import type { Metadata } from 'next';
import { SlowFilters } from '@/components/indexes/slow-filters';

export const metadata: Metadata = { title: 'Slow filters' };

export default function SlowFiltersPage() {
  return <SlowFilters />;
}
