'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { AdSync, AdSyncError } from '@/contracts/ads';
import { paged, useTRPC } from '../trpc';
import type { Column } from '../ui/data-table';
import { Drawer, DrawerBody } from '../ui/drawer';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';

const columns: Column<AdSyncError>[] = [
  {
    id: 'who',
    header: 'Contact',
    cell: (e) => (
      <Link href={`/overview/contacts/${e.contact_id}` as Route} className="font-medium hover:underline">
        {e.name ?? e.contact_id}
      </Link>
    ),
  },
  { id: 'op', header: 'While', cell: (e) => (e.op === 'add' ? 'adding' : 'removing') },
  { id: 'why', header: 'Reason', cell: (e) => <span className="text-pretty">{e.message}</span> },
];

/** Who a sync failed for, and why, in the platform's words. */
export function SyncErrors({ sync, onClose }: { sync: AdSync; onClose: () => void }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(trpc.ads.syncErrors.infiniteQueryOptions({ id: sync.id, limit: 50 }, paged));
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title="Refused people" description={sync.ad_audience_name}>
      <DrawerBody className="p-0 sm:p-0">
        <PagedTable
          query={list}
          label="Refused people"
          columns={columns}
          rowKey={(e) => e.id}
          empty={
            <EmptyState icon={CircleCheck} title="Nobody was refused">
              Every person of this sync was taken.
            </EmptyState>
          }
        />
      </DrawerBody>
    </Drawer>
  );
}
