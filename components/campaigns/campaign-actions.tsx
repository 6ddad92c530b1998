'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, Copy, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Campaign } from '@/contracts/campaign';
import { useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { MenuItem, MenuSeparator, MoreMenu } from '../ui/menu';
import { isEditable } from './status';

/** What an owner does with a campaign, by its status. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { id, status } = campaign;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState<'launch' | 'cancel' | 'delete' | null>(null);
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
  const done = (said: string) => ({
    onSuccess: (changed: Campaign) => {
      queries.setQueryData(trpc.campaigns.get.queryKey({ id }), changed);
      refresh();
      setAsking(null);
      toast.success(said);
    },
  });
  const launch = useMutation(trpc.campaigns.launch.mutationOptions(done('Launched')));
  const pause = useMutation(trpc.campaigns.pause.mutationOptions(done('Paused. Nothing more leaves until you resume it.')));
  const resume = useMutation(trpc.campaigns.resume.mutationOptions(done('Resumed. What is left keeps its spacing.')));
  const cancel = useMutation(trpc.campaigns.cancel.mutationOptions(done('Cancelled. What has not left does not leave.')));
  const duplicate = useMutation(
    trpc.campaigns.duplicate.mutationOptions({
      onSuccess: (copy) => {
        refresh();
        toast.success(`“${copy.name}” is a draft`);
        router.push(`/overview/campaigns/${copy.id}/edit`);
      },
    }),
  );
  const remove = useMutation(
    trpc.campaigns.delete.mutationOptions({
      onSuccess: () => {
        toast.success(`“${campaign.name}” deleted`);
        router.push('/overview/campaigns');
        refresh();
      },
    }),
  );
  const live = status === 'scheduled' || status === 'running';
  const over = status === 'finished' || status === 'cancelled';
  const deletable = !campaign.launched_at && (status === 'draft' || status === 'cancelled');
  const atOnce = !campaign.recurring && (status === 'draft' || status === 'scheduled');
  return (
    <>
      {isEditable(campaign) && (
        <Link href={`/overview/campaigns/${id}/edit`} className={buttonClass()}>
          <Pencil aria-hidden className="size-3.5" />
          Edit
        </Link>
      )}
      {live && (
        <Button loading={pause.isPending} onClick={() => pause.mutate({ id })}>
          <Pause aria-hidden className="size-3.5" />
          Pause
        </Button>
      )}
      {status === 'paused' && (
        <Button variant="primary" loading={resume.isPending} onClick={() => resume.mutate({ id })}>
          <Play aria-hidden className="size-3.5" />
          Resume
        </Button>
      )}
      {status === 'draft' && (
        <Button variant="primary" onClick={() => setAsking('launch')}>
          <Send aria-hidden className="size-3.5" />
          {campaign.recurring || campaign.schedule.start_at ? 'Schedule…' : 'Launch…'}
        </Button>
      )}
      <MoreMenu variant="secondary" size="icon" label="More actions">
        {atOnce && (
          <MenuItem onClick={() => launch.mutate({ id, now: true })}>
            <Send aria-hidden />
            Launch now
          </MenuItem>
        )}
        <MenuItem onClick={() => duplicate.mutate({ id })}>
          <Copy aria-hidden />
          Duplicate
        </MenuItem>
        {(deletable || (!over && status !== 'draft')) && <MenuSeparator />}
        {!over && status !== 'draft' && (
          <MenuItem danger onClick={() => setAsking('cancel')}>
            <Ban aria-hidden />
            Cancel campaign…
          </MenuItem>
        )}
        {deletable && (
          <MenuItem danger onClick={() => setAsking('delete')}>
            <Trash2 aria-hidden />
            Delete…
          </MenuItem>
        )}
      </MoreMenu>
      <ConfirmDialog
        open={asking === 'launch'}
        onOpenChange={() => setAsking(null)}
        title={campaign.recurring || campaign.schedule.start_at ? 'Schedule this campaign?' : 'Launch this campaign now?'}
        action={campaign.recurring || campaign.schedule.start_at ? 'Schedule' : 'Launch'}
        cancel="Not yet"
        danger={false}
        pending={launch.isPending}
        onConfirm={() => launch.mutate({ id }, { onError: () => setAsking(null) })}
      >
        <p>
          Its audiences are evaluated when it starts. From then on its message no longer changes; it can be paused, resumed and cancelled.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'cancel'}
        onOpenChange={() => setAsking(null)}
        title="Cancel this campaign?"
        action="Cancel campaign"
        cancel="Let it run"
        pending={cancel.isPending}
        onConfirm={() => cancel.mutate({ id })}
      >
        <p>
          What has not left will not leave, and no occurrence comes. What was sent cannot be taken back. A cancelled campaign cannot be
          resumed.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={() => setAsking(null)}
        title={`Delete “${campaign.name}”?`}
        action="Delete campaign"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        <p>It never sent anything. This cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
