'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { BadgeDollarSign } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { AdAudience } from '@/contracts/ads';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { AudienceState, platformLabel } from './status';

const columns: Column<AdAudience>[] = [
  {
    id: 'name',
    header: 'Audience',
    cell: (a) => (
      <div className="min-w-0">
        <Link href={`/overview/ads/${a.id}` as Route} className="font-medium hover:underline">
          {a.audience_name ?? a.name}
        </Link>
        <div className="truncate text-xs text-ink-3">
          {platformLabel(a.platform)} · {a.account_name}
        </div>
      </div>
    ),
  },
  { id: 'state', header: 'State', cell: (a) => <AudienceState state={a.state} /> },
  { id: 'size', header: 'On the platform', numeric: true, cell: (a) => formatNumber(a.members.synced) },
  {
    id: 'open',
    header: 'To do',
    numeric: true,
    from: 'md',
    cell: (a) => formatNumber(a.members.to_add + a.members.adding + a.members.to_remove + a.members.removing),
  },
  { id: 'failed', header: 'Refused', numeric: true, from: 'md', cell: (a) => formatNumber(a.members.failed) },
  { id: 'last', header: 'Last sync', from: 'sm', cell: (a) => (a.last_synced_at ? <Time iso={a.last_synced_at} /> : '—') },
];

export function AdAudienceList({ map }: { map: () => void }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.ads.list.infiniteQueryOptions({ limit: 50 }, { ...pagedSearch, refetchInterval: 5_000, meta: { quiet: true } }),
  );
  return (
    <Card>
      <PagedTable
        query={list}
        label="Mapped audiences"
        columns={columns}
        rowKey={(a) => a.id}
        empty={
          <EmptyState
            icon={BadgeDollarSign}
            title="No audience is on an ads platform"
            action={
              owner && (
                <Button variant="primary" onClick={map}>
                  Map an audience
                </Button>
              )
            }
          >
            Map one of your audiences to a platform: you see who would be sent before anybody is.
          </EmptyState>
        }
      />
    </Card>
  );
}
