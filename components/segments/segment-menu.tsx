'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Blend, ChartNoAxesColumn, Download, Trash2 } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Segment } from '@/contracts/segment';
import { exportHref } from '../audiences/export-link';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { MenuItem, MenuLink, MoreMenu } from '../ui/menu';

/** What is done with a segment now and then. */
export function SegmentMenu({ segment }: { segment: Pick<Segment, 'id' | 'name'> }) {
  const owner = useIsOwner();
  const [deleting, setDeleting] = useState(false);
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.segments.delete.mutationOptions({
      onSuccess: () => {
        setDeleting(false);
        toast.success(`“${segment.name}” deleted`);
        router.push('/overview/segments');
        void queries.invalidateQueries({ queryKey: trpc.segments.list.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.audiences.list.pathKey() });
      },
    }),
  );
  return (
    <>
      <MoreMenu label={`More about ${segment.name}`}>
        <MenuLink render={<Link href={`/overview/segments/overlap?with=${segment.id}` as Route} />}>
          <Blend aria-hidden />
          Overlap with others
        </MenuLink>
        <MenuLink render={<Link href={`/overview/reports/audiences/${segment.id}` as Route} />}>
          <ChartNoAxesColumn aria-hidden />
          Report
        </MenuLink>
        <MenuLink render={<a href={exportHref(segment.id)} download />}>
          <Download aria-hidden />
          Export as CSV
        </MenuLink>
        {owner && (
          <MenuItem danger onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden />
            Delete…
          </MenuItem>
        )}
      </MoreMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete “${segment.name}”?`}
        action="Delete segment"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id: segment.id })}
      >
        <p>The filter goes, the contacts and past sends stay. Sends that have started keep their recipients. This cannot be undone.</p>
      </ConfirmDialog>
    </>
  );
}
