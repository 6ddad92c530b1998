'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, SearchX, ShieldBan } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Suppression } from '@/contracts/suppression';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { Parted } from '../ui/parted';
import { SearchInput } from '../ui/search-input';
import { Segmented } from '../ui/segmented';
import { Time } from '../ui/time';
import { useSearch } from '../use-search';
import { LiftWarning, reasonLabel } from './reasons';
import { SuppressDialog } from './suppress-dialog';

const columns = (owner: boolean, lift: (suppression: Suppression) => void): Column<Suppression>[] => [
  { id: 'address', header: 'Address', className: 'font-medium', cell: (s) => <Parted text={s.address} /> },
  { id: 'channel', header: 'Channel', from: 'sm', cell: (s) => (s.channel === 'email' ? 'Email' : 'SMS') },
  { id: 'reason', header: 'Reason', cell: (s) => <Badge tone={s.reason === 'manual' ? 'neutral' : 'warn'}>{reasonLabel[s.reason]}</Badge> },
  { id: 'since', header: 'Since', from: 'sm', cell: (s) => <Time iso={s.created_at} /> },
  ...(owner
    ? [
        {
          id: 'lift',
          header: <span className="sr-only">Actions</span>,
          className: 'w-px',
          cell: (s: Suppression) => (
            <Button size="sm" variant="ghost" onClick={() => lift(s)} aria-label={`Lift the suppression of ${s.address}`}>
              Lift…
            </Button>
          ),
        },
      ]
    : []),
];

const channelFilters = ['all', 'email', 'sms'] as const;

/** Addresses that are never sent to, whatever an audience says. */
export function SuppressionList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText, q] = useSearch();
  const [channel, setChannel] = useQueryState('channel', parseAsStringLiteral(channelFilters).withDefault('all'));
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const list = useInfiniteQuery(
    trpc.suppressions.list.infiniteQueryOptions({ limit: 50, q, channel: channel === 'all' ? undefined : channel }, pagedSearch),
  );
  const lift = useMutation(
    trpc.suppressions.lift.mutationOptions({
      onSuccess: () => {
        toast.success(`${lifting?.address} can be sent to again`);
        setLifting(null);
        void queries.invalidateQueries({ queryKey: trpc.suppressions.pathKey() });
      },
    }),
  );
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden className="size-4" />
      Suppress an address
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Suppressions"
        description="Addresses that are never sent to on a channel. Unsubscribing, a complaint or a hard bounce puts one here; an import never takes one off."
        actions={owner && add}
      />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <SearchInput label="Search suppressions" placeholder="Part of an address" value={text} onValueChange={setText} />
          <Segmented
            label="Channel"
            value={channel}
            onValueChange={setChannel}
            options={[
              { value: 'all', label: 'All' },
              { value: 'email', label: 'Email' },
              { value: 'sms', label: 'SMS' },
            ]}
          />
        </div>
        <PagedTable
          query={list}
          label="Suppressions"
          columns={columns(owner, setLifting)}
          rowKey={(s) => s.id}
          empty={
            q || channel !== 'all' ? (
              <EmptyState icon={SearchX} title="No suppression matches">
                Nobody with this address is suppressed{channel !== 'all' && ` on ${channel === 'email' ? 'email' : 'SMS'}`}.
              </EmptyState>
            ) : (
              <EmptyState icon={ShieldBan} title="Nobody is suppressed" action={owner && add}>
                People who unsubscribe appear here by themselves, and are left out of every send from then on.
              </EmptyState>
            )
          }
        />
      </Card>
      <SuppressDialog open={adding} onOpenChange={setAdding} />
      <ConfirmDialog
        open={lifting !== null}
        onOpenChange={(open) => !open && setLifting(null)}
        title={`Send to ${lifting?.address ?? ''} again?`}
        action="Lift suppression"
        cancel="Keep suppressed"
        pending={lift.isPending}
        onConfirm={() => lifting && lift.mutate({ id: lifting.id })}
      >
        {lifting && <LiftWarning suppression={lifting} />}
      </ConfirmDialog>
    </>
  );
}
