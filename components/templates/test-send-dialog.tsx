'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Channel } from '@/contracts/limits';
import type { Template } from '@/contracts/template';
import { issueAt } from '../errors';
import { useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    send.mutate({ id: template.id, to: to[channel].trim(), channel });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Send a test"
      description={`“${template.name}”, version ${template.version}.`}
      size="sm"
    >
      <form onSubmit={submit}>
        <DialogBody>
          {unsaved && <Notice tone="warn">The saved version is sent, without your unsaved changes.</Notice>}
          {template.source.sms.trim() && (
            <Segmented
              label="Channel"
              value={channel}
              onValueChange={setChannel}
              options={[
                { value: 'email', label: 'Email' },
                { value: 'sms', label: 'SMS' },
              ]}
              className="self-start"
            />
          )}
          <Field label={channel === 'email' ? 'Email address' : 'Phone number'} error={issueAt(send.error, 'to')}>
            <Input
              value={to[channel]}
              onChange={(e) => setTo({ ...to, [channel]: e.target.value })}
              required
              autoFocus
              maxLength={400}
              placeholder={channel === 'email' ? 'you@example.com' : '+14155550100'}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" loading={send.isPending}>
            Send test
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
