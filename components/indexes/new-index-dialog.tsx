'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Field as FilterField } from '@/contracts/segment';
import { explain } from '../errors';
import { formatShare } from '../format';
import { useTRPC } from '../trpc';
import { Combobox } from '../ui/combobox';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** An index on a field of one's own choice, before any filter on it was slow. */
export function NewIndexDialog({ open, onOpenChange }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [field, setField] = useState<FilterField | null>(null);
  const fields = useQuery(trpc.segments.fields.queryOptions(undefined, { enabled: open, staleTime: 60_000 })).data ?? [];
  const build = useMutation(
    trpc.indexes.create.mutationOptions({
      meta: { quiet: true }, // shown in the dialog
      onSuccess: (index) => {
        toast.success(`An index on ${index.field} is being built`, { description: 'Filters are answered as before until it is ready.' });
        void queries.invalidateQueries({ queryKey: trpc.indexes.pathKey() });
        onOpenChange(false);
        setField(null);
      },
    }),
  );
  const submit = () => {
    if (field) build.mutate({ field: field.name });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        build.reset();
        onOpenChange(next);
      }}
      title="New index"
      description="Built in the background, timed before and after, and dropped when no filter uses it for 30 days."
    >
      <DialogForm action="Build index" onSubmit={submit} pending={build.isPending} disabled={!field} close={() => onOpenChange(false)}>
        <Field label="Field" error={build.error ? explain(build.error).message : undefined}>
          <Combobox
            items={fields.filter((each) => each.type !== 'object' && each.type !== 'array')}
            value={field}
            onValueChange={setField}
            label={(each) => each.name}
            hint={(each) => `${each.type} · of ${formatShare(each.frequency, 1)} of the contacts`}
            isEqual={(a, b) => a.name === b.name}
            placeholder="Choose a field…"
            empty="No such field."
          />
        </Field>
      </DialogForm>
    </Dialog>
  );
}
