'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Audience } from '@/contracts/audience';
import { plural } from '../format';
import { useTRPC } from '../trpc';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { MenuItem, MoreMenu } from '../ui/menu';
import { AudienceDialog } from './audience-dialog';

type Props = { audience: Audience; onDeleted?: () => void };

/** What owners do to an audience now and then. */
export function AudienceMenu({ audience, onDeleted }: Props) {
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.audiences.delete.mutationOptions({
      onSuccess: () => {
        setDeleting(false);
        toast.success(`“${audience.name}” deleted`);
        void queries.invalidateQueries({ queryKey: trpc.audiences.list.pathKey() });
        onDeleted?.();
      },
    }),
  );
  return (
    <>
      <MoreMenu label={`More about ${audience.name}`}>
        <MenuItem onClick={() => setEditing(true)}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuItem danger onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden />
          Delete…
        </MenuItem>
      </MoreMenu>
      <AudienceDialog open={editing} onOpenChange={setEditing} audience={audience} />
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete “${audience.name}”?`}
        action="Delete audience"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id: audience.id })}
      >
        <p>
          The group goes, its {audience.contact_count === null ? 'contacts' : plural(audience.contact_count, 'contact')} and past sends
          stay. Sends that have not left yet keep their recipients. This cannot be undone.
        </p>
      </ConfirmDialog>
    </>
  );
}
