'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { INVITATION_DAYS } from '@/contracts/members';
import type { Role } from '@/contracts/scopes';
import { issueAt } from '../errors';
import { useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';

const roles = [
  { value: 'member', label: 'Member', hint: 'Sees everything but API keys, changes nothing' },
  { value: 'owner', label: 'Owner', hint: 'Sees and changes everything' },
] as const;

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export const InviteDialog = ({ open, onOpenChange }: Props) => {
  const { name } = useOrganization();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Invite to ${name}`}
      description={`They get a mail with a link that works for ${INVITATION_DAYS} days.`}
      size="sm"
    >
      {open && <InviteForm close={() => onOpenChange(false)} />}
    </Dialog>
  );
};

function InviteForm({ close }: { close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      onSuccess: (made) => {
        toast.success(`${made.email} is invited`);
        void queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
        close();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email, role });
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field label="Email" error={issueAt(invite.error, 'email')}>
          <Input value={email} onChange={(e) => setEmail(e.target.value)} type="email" required autoFocus autoComplete="off" />
        </Field>
        <Field label="Role" native={false}>
          <Select value={role} onValueChange={setRole} options={roles} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={invite.isPending}>
          Invite
        </Button>
      </DialogFooter>
    </form>
  );
}
