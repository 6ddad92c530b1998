'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MousePointerClick, Plus } from 'lucide-react';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import type { Pixel } from '@/contracts/pixel';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { PixelDialog } from './pixel-dialog';

const columns: Column<Pixel>[] = [
  {
    id: 'name',
    header: 'Site',
    cell: (p) => (
      <div className="min-w-0">
        <Link href={`/overview/pixels/${p.id}`} className={rowLinkClass}>
          {p.name}
        </Link>
        <div className="max-w-md truncate text-xs text-ink-3">{p.origins.join(', ')}</div>
      </div>
    ),
  },
  { id: 'visitors', header: 'Browsers', numeric: true, cell: (p) => formatNumber(p.visitors) },
  { id: 'identified', header: 'Known contacts', numeric: true, from: 'sm', cell: (p) => formatNumber(p.identified) },
  { id: 'seen', header: 'Last report', from: 'md', cell: (p) => <Time iso={p.last_seen_at} empty="none yet" /> },
];

export function PixelList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const pixels = useInfiniteQuery(trpc.pixels.list.infiniteQueryOptions({ limit: 50 }, pagedSearch));
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      New pixel
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Pixels"
        description="A small script on your website: what contacts do there becomes something to build audiences from."
        actions={owner && create}
      />
      <Card>
        <PagedTable
          query={pixels}
          label="Pixels"
          columns={columns}
          rowKey={(p) => p.id}
          empty={
            <EmptyState icon={MousePointerClick} title="No site reports yet" action={owner && create}>
              Under 3 KB, no cookies, nothing without consent or against Do Not Track and Global Privacy Control.
            </EmptyState>
          }
        />
      </Card>
      <PixelDialog open={creating} onOpenChange={(open) => setCreating(open || null)} />
    </>
  );
}
