'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { INVITATION_DAYS } from '@/contracts/members';
import type { Role } from '@/contracts/scopes';
import { useOrganization } from '../organization';
import { useTRPC, useTRPCClient } from '../trpc';
import { Field } from '../ui/field';
import { FormDialog, FormField } from '../ui/form';
import { Select } from '../ui/select';

const roles = [
  { value: 'member', label: 'Member', hint: 'Sees everything but API keys, changes nothing' },
  { value: 'owner', label: 'Owner', hint: 'Sees and changes everything' },
] as const;

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export function InviteDialog(props: Props) {
  const { name } = useOrganization();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return (
    <FormDialog
      {...props}
      title={`Invite to ${name}`}
      description={`They get a mail with a link that works for ${INVITATION_DAYS} days.`}
      action="Invite"
      send={async ({ email = '', role }) => {
        const made = await client.members.invite.mutate({ email, role: role as Role });
        toast.success(`${made.email} is invited`);
        void queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
      }}
    >
      <FormField name="email" label="Email" type="email" required autoFocus autoComplete="off" />
      <RoleField />
    </FormDialog>
  );
}

function RoleField() {
  const [role, setRole] = useState<Role>('member');
  return (
    <Field label="Role" native={false}>
      <Select value={role} onValueChange={setRole} options={roles} />
      <input type="hidden" name="role" value={role} />
    </Field>
  );
}
