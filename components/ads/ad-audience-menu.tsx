'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AdAudience } from '@/contracts/ads';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { MenuItem, MoreMenu } from '../ui/menu';
import { platformLabel } from './status';

/** What an owner may do with a mapped audience beside planning. */
export function AdAudienceMenu({ ad }: { ad: AdAudience }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState<'empty' | 'unmap' | null>(null);
  const refresh = (said: string) => () => {
    toast.success(said);
    setAsking(null);
    void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
  };
  const cancel = useMutation(trpc.ads.cancel.mutationOptions({ onSuccess: refresh('The sync is cancelled') }));
  const update = useMutation(
    trpc.ads.update.mutationOptions({ onSuccess: (next) => refresh(next.keep_in_sync ? 'Kept in sync again' : 'Paused')() }),
  );
  const empty = useMutation(trpc.ads.applyPlan.mutationOptions({ onSuccess: refresh('Everybody is being taken out') }));
  const unmap = useMutation(
    trpc.ads.unmap.mutationOptions({
      onSuccess: () => {
        refresh('The mapping is removed')();
        router.push('/overview/ads' as Route);
      },
    }),
  );
  if (!owner) return null;
  return (
    <>
      {ad.sync && (
        <Button variant="quietDanger" loading={cancel.isPending} onClick={() => cancel.mutate({ id: ad.id })}>
          <Ban aria-hidden className="size-3.5" />
          Cancel sync
        </Button>
      )}
      <MoreMenu variant="secondary" size="icon" label="More actions">
        {ad.last_synced_at && (
          <MenuItem onClick={() => update.mutate({ id: ad.id, keep_in_sync: !ad.keep_in_sync })}>
            {ad.keep_in_sync ? 'Pause' : 'Keep in sync again'}
          </MenuItem>
        )}
        {ad.platform === 'google' && (
          <MenuItem onClick={() => update.mutate({ id: ad.id, consent: ad.consent === 'granted' ? 'unspecified' : 'granted' })}>
            {ad.consent === 'granted' ? 'Withdraw the statement of consent' : 'State that consent was granted'}
          </MenuItem>
        )}
        <MenuItem danger disabled={Boolean(ad.sync)} onClick={() => setAsking('empty')}>
          Take everybody out…
        </MenuItem>
        <MenuItem danger onClick={() => setAsking('unmap')}>
          Remove the mapping…
        </MenuItem>
      </MoreMenu>
      <ConfirmDialog
        open={asking === 'empty'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Take everybody out of ${platformLabel(ad.platform)}?`}
        action="Take everybody out"
        pending={empty.isPending}
        onConfirm={() => empty.mutate({ id: ad.id, empty: true })}
      >
        <p>
          {formatNumber(ad.members.synced)} people are removed there, and the audience is no longer followed until a plan is applied again.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'unmap'}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Remove this mapping?"
        action="Remove mapping"
        pending={unmap.isPending}
        onConfirm={() => unmap.mutate({ id: ad.id })}
      >
        <p>
          {ad.members.synced > 0
            ? `${formatNumber(ad.members.synced)} people stay on the platform, and Muster forgets that they are there. Take everybody out first if they should not.`
            : 'Nobody is on the platform any more.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
