'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Radar, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { EmptyState, NoMatch } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { useSearch } from '../use-search';
import { AudienceDialog } from './audience-dialog';
import { AudienceDrawers, useAudienceDrawer } from './audience-drawers';
import { audienceColumns } from './columns';

export function AudienceList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const drawer = useAudienceDrawer();
  const audiences = useInfiniteQuery(
    trpc.audiences.list.infiniteQueryOptions(
      { limit: 50, q },
      { getNextPageParam: (page) => page.next_cursor, placeholderData: keepPreviousData },
    ),
  );
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      New audience
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Audiences"
        description="Groups of contacts: import people into one, send to it."
        actions={
          owner && (
            <>
              <Link href="/overview/audiences/custom/new" className={buttonClass({})}>
                <Radar aria-hidden className="size-4" />
                New custom audience
              </Link>
              {create}
            </>
          )
        }
      />
      <Card>
        <div className="border-b p-2">
          <SearchInput label="Search audiences" value={text} onValueChange={setText} />
        </div>
        <PagedTable
          query={audiences}
          label="Audiences"
          columns={audienceColumns(owner, drawer.open)}
          rowKey={(a) => a.id}
          empty={
            q ? (
              <NoMatch title={`No audience matches “${q}”`} clear={() => setText('')}>
                The search looks at names.
              </NoMatch>
            ) : (
              <EmptyState icon={UsersRound} title="No audiences yet" action={owner && create}>
                {owner
                  ? 'Create one, then import a CSV of contacts into it. Sending starts from here too.'
                  : 'An owner of the organization creates them.'}
              </EmptyState>
            )
          }
        />
      </Card>
      <AudienceDialog
        open={creating}
        onOpenChange={(open) => setCreating(open || null)}
        onSaved={(audience) => drawer.open('import', audience)}
      />
      <AudienceDrawers drawer={drawer} />
    </>
  );
}
