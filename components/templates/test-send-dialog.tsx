'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Channel } from '@/contracts/limits';
import type { Template } from '@/contracts/template';
import { AddressField, ChannelChoice } from '../channel-address';
import { issueAt } from '../errors';
import { useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Notice } from '../ui/notice';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; template: Template; unsaved: boolean };

/** One message to one address, outside of any send. */
export function TestSendDialog({ open, onOpenChange, template, unsaved }: Props) {
  const { user, demo } = useOrganization();
  const trpc = useTRPC();
  const [channel, setChannel] = useState<Channel>('email');
  const [to, setTo] = useState({ email: user.email, sms: '' });
  const send = useMutation(
    trpc.templates.testSend.mutationOptions({
      onSuccess: () => {
        toast.success(`Test sent to ${to[channel]}`, { description: demo ? 'It is in the mailbox of this demo.' : undefined });
        onOpenChange(false);
      },
    }),
  );
  const submit = () => send.mutate({ id: template.id, to: to[channel].trim(), channel });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Send a test"
      description={`“${template.name}”, version ${template.version}.`}
      size="sm"
    >
      <DialogForm action="Send test" onSubmit={submit} pending={send.isPending} close={() => onOpenChange(false)}>
        {unsaved && <Notice tone="warn">The saved version is sent, without your unsaved changes.</Notice>}
        {template.source.sms.trim() && <ChannelChoice channel={channel} onChange={setChannel} />}
        <AddressField
          channel={channel}
          value={to[channel]}
          onChange={(address) => setTo({ ...to, [channel]: address })}
          error={issueAt(send.error, 'to')}
        />
      </DialogForm>
    </Dialog>
  );
}
