'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { AdSync } from '@/contracts/ads';
import { formatNumber } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { platformLabel, SyncStatus, syncKind } from './status';
import { SyncErrors } from './sync-errors';

const columns = (named: boolean, show: (sync: AdSync) => void): Column<AdSync>[] => [
  {
    id: 'what',
    header: 'Sync',
    cell: (s) => (
      <div className="min-w-0">
        <div className="font-medium">{named ? s.ad_audience_name : syncKind[s.kind]}</div>
        <div className="text-xs text-ink-3">
          {named && `${platformLabel(s.platform)} · ${syncKind[s.kind]} · `}
          <Time iso={s.created_at} />
        </div>
        {s.error && <div className="mt-0.5 max-w-prose text-xs text-bad text-pretty">{s.error.message}</div>}
      </div>
    ),
  },
  { id: 'status', header: 'State', cell: (s) => <SyncStatus status={s.status} /> },
  { id: 'added', header: 'Added', numeric: true, cell: (s) => formatNumber(s.added) },
  { id: 'removed', header: 'Removed', numeric: true, cell: (s) => formatNumber(s.removed) },
  {
    id: 'failed',
    header: 'Refused',
    numeric: true,
    from: 'sm',
    cell: (s) =>
      s.failed > 0 ? (
        <Button size="sm" variant="ghost" onClick={() => show(s)} aria-label={`Show the ${s.failed} refused people`}>
          {formatNumber(s.failed)}
        </Button>
      ) : (
        '0'
      ),
  },
  { id: 'requests', header: 'Requests', numeric: true, from: 'md', cell: (s) => formatNumber(s.requests) },
];

/** What the syncs did, newest first: of one mapped audience, or of all. */
export function SyncTable({ adAudienceId }: { adAudienceId?: string }) {
  const trpc = useTRPC();
  const [shown, setShown] = useState<AdSync | null>(null);
  const list = useInfiniteQuery(
    trpc.ads.syncs.infiniteQueryOptions({ limit: 25, adAudienceId }, { ...pagedSearch, refetchInterval: 3_000, meta: { quiet: true } }),
  );
  return (
    <Card>
      <PagedTable
        query={list}
        label="Syncs"
        columns={columns(!adAudienceId, setShown)}
        rowKey={(s) => s.id}
        empty={
          <EmptyState icon={RefreshCw} title="No sync yet">
            Applying a plan begins the first one; after that, changes are carried over by themselves.
          </EmptyState>
        }
      />
      {shown && <SyncErrors sync={shown} onClose={() => setShown(null)} />}
    </Card>
  );
}
