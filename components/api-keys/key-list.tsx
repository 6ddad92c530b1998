'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ApiKey } from '@/contracts/api-key';
import { useIsOwner } from '../organization';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { Tooltip } from '../ui/tooltip';
import { CreateKeyDialog } from './create-key-dialog';

function State({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revoked_at) return <Badge>Revoked</Badge>;
  if (apiKey.expires_at && Date.parse(apiKey.expires_at) < Date.now()) return <Badge>Expired</Badge>;
  return <Badge tone="good">Active</Badge>;
}

const columns = (revoke: (key: ApiKey) => void): Column<ApiKey>[] => [
  {
    id: 'name',
    header: 'Key',
    cell: (k) => (
      <div>
        <div className="font-medium">{k.name}</div>
        <code className="font-mono text-xs text-ink-3">
          {k.prefix}…{k.last4}
        </code>
      </div>
    ),
  },
  { id: 'state', header: 'State', cell: (k) => <State apiKey={k} /> },
  {
    id: 'scopes',
    header: 'Scopes',
    from: 'md',
    cell: (k) => (
      <Tooltip text={k.scopes.join(', ')}>
        <button
          type="button"
          className="rounded-sm text-left text-ink-2 underline decoration-line-strong decoration-dotted underline-offset-4"
        >
          {k.scopes.length === 1 ? k.scopes[0] : `${k.scopes.length} scopes`}
        </button>
      </Tooltip>
    ),
  },
  { id: 'used', header: 'Last used', from: 'sm', cell: (k) => <Time iso={k.last_used_at} empty="never" /> },
  { id: 'created', header: 'Created', from: 'lg', cell: (k) => <Time iso={k.created_at} /> },
  {
    id: 'revoke',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (k) =>
      !k.revoked_at && (
        <Button size="sm" variant="ghost" onClick={() => revoke(k)} aria-label={`Revoke ${k.name}`}>
          Revoke…
        </Button>
      ),
  },
];

/** Keys of the REST API; owners only. */
export function KeyList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = useInfiniteQuery(trpc.apiKeys.list.infiniteQueryOptions({ limit: 50 }, { ...paged, enabled: owner }));
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => {
        toast.success(`“${revoking?.name}” no longer works`);
        setRevoking(null);
        void queries.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() });
      },
    }),
  );
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      New key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        description="What programs sign in with. A key can do what its scopes say, in this organization only."
        actions={owner && create}
      />
      <Card>
        {owner ? (
          <PagedTable
            query={keys}
            label="API keys"
            columns={columns(setRevoking)}
            rowKey={(k) => k.id}
            empty={
              <EmptyState icon={KeyRound} title="No keys yet" action={create}>
                Create one to import contacts and to send from your own programs.
              </EmptyState>
            }
          />
        ) : (
          <EmptyState icon={KeyRound} title="Only owners see API keys">
            Ask an owner of the organization for a key.
          </EmptyState>
        )}
      </Card>
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke “${revoking?.name ?? ''}”?`}
        action="Revoke key"
        pending={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
      >
        <p>Programs that use it are refused from the next request on. A revoked key cannot be brought back.</p>
      </ConfirmDialog>
    </>
  );
}
