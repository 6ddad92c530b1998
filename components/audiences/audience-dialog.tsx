'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Audience } from '@/contracts/audience';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; audience?: Audience; onSaved?: (audience: Audience) => void };

/** Makes an audience, or renames one. */
export const AudienceDialog = ({ open, onOpenChange, audience, onSaved }: Props) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title={audience ? 'Edit audience' : 'New audience'}
    description={audience ? undefined : 'An empty list. You import contacts into it next.'}
  >
    {open && <AudienceForm audience={audience} close={() => onOpenChange(false)} onSaved={onSaved} />}
  </Dialog>
);

function AudienceForm({ audience, close, onSaved }: { audience?: Audience; close: () => void; onSaved?: (audience: Audience) => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(audience?.name ?? '');
  const [slug, setSlug] = useState(audience?.slug ?? '');
  const [description, setDescription] = useState(audience?.description ?? '');

  const done = (saved: Audience) => {
    queries.setQueryData(trpc.audiences.get.queryKey({ id: saved.id }), saved);
    void queries.invalidateQueries({ queryKey: trpc.audiences.list.pathKey() });
    toast.success(audience ? 'Audience saved' : `“${saved.name}” created`);
    close();
    onSaved?.(saved);
  };
  const create = useMutation(trpc.audiences.create.mutationOptions({ onSuccess: done }));
  const update = useMutation(trpc.audiences.update.mutationOptions({ onSuccess: done }));
  const error = create.error ?? update.error;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { name, slug: slug || undefined, description: description.trim() || null };
    if (audience) update.mutate({ id: audience.id, ...input });
    else create.mutate(input);
  };

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name" error={issueAt(error, 'name')}>
          <Input value={name} onChange={(e) => setName(e.target.value)} required maxLength={200} autoFocus />
        </Field>
        <Field
          label="Slug"
          optional
          hint="What the API and other systems call it. Made from the name when left empty."
          error={issueAt(error, 'slug')}
        >
          <Input value={slug} onChange={(e) => setSlug(e.target.value)} maxLength={80} placeholder="weekly-readers" className="font-mono" />
        </Field>
        <Field label="Description" optional error={issueAt(error, 'description')}>
          <Textarea value={description} onChange={(e) => setDescription(e.target.value)} rows={3} maxLength={2000} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          {audience ? 'Save' : 'Create audience'}
        </Button>
      </DialogFooter>
    </form>
  );
}
