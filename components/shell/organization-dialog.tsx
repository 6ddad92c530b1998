'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { issueAt } from '../errors';
import { useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Name and postal address of the organization; owners only. */
export const OrganizationDialog = ({ open, onOpenChange }: Props) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="Organization" size="sm">
    {open && <OrganizationForm close={() => onOpenChange(false)} />}
  </Dialog>
);

function OrganizationForm({ close }: { close: () => void }) {
  const organization = useOrganization();
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState(organization.name);
  const [address, setAddress] = useState(organization.postal_address);
  const update = useMutation(
    trpc.organization.update.mutationOptions({
      onSuccess: () => {
        toast.success('Organization saved');
        close();
        // The layout reads it on the server.
        router.refresh();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name, ...(address.trim() ? { postal_address: address.trim() } : {}) });
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field label="Name" error={issueAt(update.error, 'name')}>
          <Input value={name} onChange={(e) => setName(e.target.value)} required maxLength={200} />
        </Field>
        <Field
          label="Postal address"
          hint="Stands at the foot of every email: the law of most countries wants it there."
          error={issueAt(update.error, 'postal_address')}
        >
          <Textarea
            value={address}
            onChange={(e) => setAddress(e.target.value)}
            rows={3}
            maxLength={500}
            placeholder="1 Example Street, 12345 Exampletown"
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={update.isPending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}
