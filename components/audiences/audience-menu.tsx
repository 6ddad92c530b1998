'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Audience } from '@/contracts/audience';
import { plural } from '../format';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Menu, MenuItem } from '../ui/menu';
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
      <Menu
        trigger={
          <Button variant="ghost" size="iconSm" aria-label={`More about ${audience.name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem onClick={() => setEditing(true)}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuItem danger onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden />
          Delete…
        </MenuItem>
      </Menu>
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
