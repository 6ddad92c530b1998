'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, LogOut, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Member } from '@/contracts/members';
import { useIsOwner, useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu';

type Question = 'promote' | 'demote' | 'remove' | 'leave';

/** What can be done about a member: owners change others, everybody may leave. */
export function MemberMenu({ member }: { member: Member }) {
  const owner = useIsOwner();
  const organization = useOrganization();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [asked, setAsked] = useState<Question | null>(null);
  const done = (said: string) => () => {
    toast.success(said);
    setAsked(null);
    void queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
    // One's own role is read by the layout.
    if (member.you) router.refresh();
  };
  const role = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: ({ role }) => done(`${member.name} is ${role === 'owner' ? 'an owner' : 'a member'} now`)(),
    }),
  );
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess: done(`${member.name} is no longer a member`) }));
  // A full load: nothing of this organization stays in memory.
  const leave = useMutation(trpc.members.leave.mutationOptions({ onSuccess: () => location.assign('/overview/audiences') }));
  if (!owner && !member.you) return null;

  const questions = {
    promote: {
      title: `Make ${member.name} an owner?`,
      action: 'Make owner',
      text: 'Owners change everything: contacts, sends, API keys, and who is in the organization.',
      confirm: () => role.mutate({ id: member.id, role: 'owner' }),
    },
    demote: {
      title: member.you ? 'Be a member only?' : `Make ${member.name} a member?`,
      action: 'Make member',
      text: 'Members see everything but API keys, and change nothing. Invitations that they made and that wait are cancelled; API keys stay.',
      confirm: () => role.mutate({ id: member.id, role: 'member' }),
    },
    remove: {
      title: `Remove ${member.name}?`,
      action: 'Remove',
      text: 'They are out from their next click on. What they made stays, also API keys: revoke those that they know.',
      confirm: () => remove.mutate({ id: member.id }),
    },
    leave: {
      title: `Leave ${organization.name}?`,
      action: 'Leave',
      text: 'To come back you need a new invitation. What you made stays.',
      confirm: () => leave.mutate({ id: organization.id }),
    },
  } as const;
  const question = asked && questions[asked];
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="iconSm" className="relative z-1" aria-label={`More about ${member.name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        {owner &&
          (member.role === 'owner' ? (
            <MenuItem onClick={() => setAsked('demote')}>
              <ShieldOff aria-hidden />
              Make member…
            </MenuItem>
          ) : (
            <MenuItem onClick={() => setAsked('promote')}>
              <ShieldCheck aria-hidden />
              Make owner…
            </MenuItem>
          ))}
        {owner && <MenuSeparator />}
        <MenuItem danger onClick={() => setAsked(member.you ? 'leave' : 'remove')}>
          {member.you ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
          {member.you ? 'Leave…' : 'Remove…'}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={question?.title ?? ''}
        action={question?.action ?? ''}
        cancel="Cancel"
        danger={asked !== 'promote'}
        pending={role.isPending || remove.isPending || leave.isPending}
        onConfirm={() => question?.confirm()}
      >
        <p>{question?.text}</p>
      </ConfirmDialog>
    </>
  );
}
