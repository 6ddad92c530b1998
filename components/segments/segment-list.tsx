'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Blend, Filter, Plus } from 'lucide-react';
import Link from 'next/link';
import { AudienceDrawers, useAudienceDrawer } from '../audiences/audience-drawers';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { EmptyState, NoMatch } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { useSearch } from '../use-search';
import { segmentColumns } from './columns';

export function SegmentList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const drawer = useAudienceDrawer();
  const segments = useInfiniteQuery(trpc.segments.list.infiniteQueryOptions({ limit: 50, q }, pagedSearch));
  const create = (
    <Link href="/overview/segments/new" className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New segment
    </Link>
  );
  return (
    <>
      <PageHeader
        title="Segments"
        description="Audiences defined by a filter. Each can be sent to like any other."
        actions={
          <>
            <Link href="/overview/segments/overlap" className={buttonClass()}>
              <Blend aria-hidden className="size-3.5" />
              Overlap
            </Link>
            {owner && create}
          </>
        }
      />
      <Card>
        <div className="border-b p-2">
          <SearchInput label="Search segments" value={text} onValueChange={setText} />
        </div>
        <PagedTable
          query={segments}
          label="Segments"
          columns={segmentColumns(owner, drawer.open)}
          rowKey={(s) => s.id}
          empty={
            q ? (
              <NoMatch title={`No segment matches “${q}”`} clear={() => setText('')}>
                The search looks at names.
              </NoMatch>
            ) : (
              <EmptyState icon={Filter} title="No segments yet" action={owner && create}>
                {owner ? 'Say who should be in it; Muster counts them while you type.' : 'An owner of the organization creates them.'}
              </EmptyState>
            )
          }
        />
      </Card>
      <AudienceDrawers drawer={drawer} />
    </>
  );
}
