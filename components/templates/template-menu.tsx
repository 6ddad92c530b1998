'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Template } from '@/contracts/template';
import { useTRPC } from '../trpc';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { MenuItem, MoreMenu } from '../ui/menu';

export function TemplateMenu({ template }: { template: Template }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [archiving, setArchiving] = useState(false);
  const archive = useMutation(
    trpc.templates.archive.mutationOptions({
      onSuccess: () => {
        toast.success(`“${template.name}” archived`);
        void queries.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
        router.push('/overview/templates');
      },
    }),
  );
  return (
    <>
      <MoreMenu size="icon" label="More about this template">
        <MenuItem danger onClick={() => setArchiving(true)}>
          <Archive aria-hidden />
          Archive…
        </MenuItem>
      </MoreMenu>
      <ConfirmDialog
        open={archiving}
        onOpenChange={setArchiving}
        title={`Archive “${template.name}”?`}
        action="Archive template"
        pending={archive.isPending}
        onConfirm={() => archive.mutate({ id: template.id })}
      >
        <p>It can no longer be chosen for a send. Sends that use it, also scheduled ones, keep their version.</p>
      </ConfirmDialog>
    </>
  );
}
