'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { MailHook } from '@/contracts/hooks';
import { useIsOwner } from '../organization';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { CopyButton } from '../ui/copy-button';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { CreateHookDialog } from './create-hook-dialog';
import { providerNames } from './providers';

const columns = (owner: boolean, revoke: (hook: MailHook) => void): Column<MailHook>[] => [
  {
    id: 'name',
    header: 'Webhook',
    cell: (h) => (
      <div className="min-w-0">
        <div className="font-medium">{h.name}</div>
        <span className="flex items-center gap-1">
          <code className="min-w-0 truncate font-mono text-xs text-ink-3">{h.url}</code>
          {!h.revoked_at && <CopyButton compact text={h.url} label={`Copy the address of ${h.name}`} />}
        </span>
      </div>
    ),
  },
  { id: 'provider', header: 'Provider', from: 'sm', cell: (h) => providerNames[h.provider] },
  { id: 'state', header: 'State', cell: (h) => (h.revoked_at ? <Badge>Revoked</Badge> : <Badge tone="good">Active</Badge>) },
  { id: 'used', header: 'Last report', from: 'md', cell: (h) => <Time iso={h.last_used_at} empty="never" /> },
  { id: 'created', header: 'Created', from: 'lg', cell: (h) => <Time iso={h.created_at} /> },
  {
    id: 'revoke',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (h) =>
      owner &&
      !h.revoked_at && (
        <Button size="sm" variant="ghost" onClick={() => revoke(h)} aria-label={`Revoke ${h.name}`}>
          Revoke…
        </Button>
      ),
  },
];

/** Where mail providers report to. */
export function HookList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<MailHook | null>(null);
  const hooks = useInfiniteQuery(trpc.tracking.hooks.infiniteQueryOptions({ limit: 50 }, paged));
  const revoke = useMutation(
    trpc.tracking.revokeHook.mutationOptions({
      onSuccess: () => {
        toast.success(`“${revoking?.name}” takes no more reports`);
        setRevoking(null);
        void queries.invalidateQueries({ queryKey: trpc.tracking.hooks.pathKey() });
      },
    }),
  );
  const create = owner && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      New webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Where your mail provider reports deliveries, bounces and complaints. Dead addresses and complaints are suppressed."
        actions={create}
      />
      <Card>
        <PagedTable
          query={hooks}
          label="Webhooks"
          columns={columns(owner, setRevoking)}
          rowKey={(h) => h.id}
          empty={
            <EmptyState icon={Webhook} title="No webhooks yet" action={create}>
              Open one and give its address to your mail provider, so that bounces and complaints reach your suppressions.
            </EmptyState>
          }
        />
      </Card>
      <CreateHookDialog open={creating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke “${revoking?.name ?? ''}”?`}
        action="Revoke webhook"
        pending={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
      >
        <p>Reports to its address are refused from now on, and bounces they name are not suppressed. It cannot be brought back.</p>
      </ConfirmDialog>
    </>
  );
}
