'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AdAccount } from '@/contracts/ads';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { MenuItem, MoreMenu } from '../ui/menu';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { ConnectDialog } from './connect-dialog';
import { AccountStatus, platformLabel } from './status';

type Act = { check(a: AdAccount): void; reconnect(a: AdAccount): void; disconnect(a: AdAccount): void };

const columns = (owner: boolean, act: Act): Column<AdAccount>[] => [
  {
    id: 'name',
    header: 'Account',
    cell: (a) => (
      <div className="min-w-0">
        <div className="font-medium">{a.name}</div>
        <div className="text-xs text-ink-3">
          {platformLabel(a.platform)} · <span className="font-mono">{a.account_id}</span>
        </div>
        {a.error && <div className="mt-0.5 max-w-prose text-xs text-bad text-pretty">{a.error.message}</div>}
      </div>
    ),
  },
  { id: 'status', header: 'State', cell: (a) => <AccountStatus status={a.status} /> },
  {
    id: 'expires',
    header: 'Token ends',
    from: 'sm',
    cell: (a) =>
      a.renews ? 'renewed by itself' : a.expires_at ? <Time iso={a.expires_at} /> : a.status === 'disconnected' ? '—' : 'no end',
  },
  ...(owner
    ? [
        {
          id: 'actions',
          header: <span className="sr-only">Actions</span>,
          className: 'w-px',
          cell: (a: AdAccount) => (
            <MoreMenu label={`Actions for ${a.name}`}>
              {a.status !== 'disconnected' && <MenuItem onClick={() => act.check(a)}>Check now</MenuItem>}
              <MenuItem onClick={() => act.reconnect(a)}>Reconnect…</MenuItem>
              {a.status !== 'disconnected' && (
                <MenuItem danger onClick={() => act.disconnect(a)}>
                  Disconnect…
                </MenuItem>
              )}
            </MoreMenu>
          ),
        },
      ]
    : []),
];

export function AccountList({ connect }: { connect: () => void }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [reconnecting, setReconnecting] = useState<AdAccount | null>(null);
  const [leaving, setLeaving] = useState<AdAccount | null>(null);
  const list = useInfiniteQuery(trpc.ads.accounts.infiniteQueryOptions({ limit: 50 }, pagedSearch));
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
  const check = useMutation(
    trpc.ads.check.mutationOptions({
      onSuccess: (account) => {
        if (account.status === 'connected') toast.success(`${account.name} works`);
        refresh();
      },
    }),
  );
  const disconnect = useMutation(
    trpc.ads.disconnect.mutationOptions({
      onSuccess: (account) => {
        toast.success(`${account.name} is disconnected, its credentials are deleted`);
        setLeaving(null);
        refresh();
      },
    }),
  );
  const act = { check: (a: AdAccount) => check.mutate({ id: a.id }), reconnect: setReconnecting, disconnect: setLeaving };
  return (
    <>
      <Card>
        <PagedTable
          query={list}
          label="Accounts"
          columns={columns(owner, act)}
          rowKey={(a) => a.id}
          empty={
            <EmptyState
              icon={Plug}
              title="No account is connected"
              action={
                owner && (
                  <Button variant="primary" onClick={connect}>
                    Connect an account
                  </Button>
                )
              }
            >
              Connect the account of a platform to keep audiences there. Its credentials are stored encrypted and never shown again.
            </EmptyState>
          }
        />
      </Card>
      {reconnecting && <ConnectDialog open account={reconnecting} onOpenChange={() => setReconnecting(null)} />}
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={`Disconnect ${leaving?.name ?? ''}?`}
        action="Disconnect"
        cancel="Stay connected"
        pending={disconnect.isPending}
        onConfirm={() => leaving && disconnect.mutate({ id: leaving.id })}
      >
        <p>Its credentials are deleted and its syncs stop. People who are on the platform stay there, also those who unsubscribe later.</p>
        <p>To take them out, first use “Take everybody out” on each of its audiences.</p>
      </ConfirmDialog>
    </>
  );
}
