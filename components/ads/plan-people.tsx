'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import type { AdPlanPerson } from '@/contracts/ads';
import { paged, useTRPC } from '../trpc';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';

const columns: Column<AdPlanPerson>[] = [
  {
    id: 'who',
    header: 'Contact',
    cell: (p) => (
      <div className="min-w-0">
        <div className="font-medium">{p.name ?? p.contact_id}</div>
        <div className="text-xs break-all text-ink-3">{[p.email, p.phone].filter(Boolean).join(' · ')}</div>
      </div>
    ),
  },
  { id: 'keys', header: 'Match keys', from: 'sm', cell: (p) => p.keys.join(', ') || '—' },
  { id: 'why', header: 'Why', cell: (p) => p.reason ?? 'is a member' },
];

/** The people behind a number of the plan. */
export function PlanPeople({ id, change }: { id: string; change: 'add' | 'remove' | 'unmatched' | 'excluded' }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.ads.planPeople.infiniteQueryOptions({ id, change, limit: 25 }, paged));
  return (
    <Card className="shrink-0">
      <PagedTable
        query={list}
        label="People of the plan"
        columns={columns}
        rowKey={(p) => p.contact_id}
        empty={
          <EmptyState icon={Users} title="Nobody">
            This number is zero.
          </EmptyState>
        }
      />
    </Card>
  );
}
