'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Audience } from '@/contracts/audience';
import { limits } from '@/contracts/limits';
import { issueAt } from '../errors';
import { formatNumber, plural } from '../format';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';

/** One address a line; a line without @ is a phone number. */
const parse = (text: string) =>
  text
    .split(/[\n,;]+/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((address) => (address.includes('@') ? { email: address } : { phone: address }));

type Props = { open: boolean; onOpenChange: (open: boolean) => void; audience: Audience };

export function AddMembersDialog({ open, onOpenChange, audience }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const contacts = parse(text);
  const add = useMutation(
    trpc.audiences.addMembers.mutationOptions({
      onSuccess: ({ added, already_members: already }) => {
        toast.success(`${plural(added, 'person', 'people')} added${already ? `, ${formatNumber(already)} were members already` : ''}`);
        void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
        setText('');
        onOpenChange(false);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ id: audience.id, contacts });
  };
  const tooMany = contacts.length > limits.batchContacts;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Add people to ${audience.name}`}
      description="Known addresses join as they are; new ones become contacts."
    >
      <form onSubmit={submit}>
        <DialogBody>
          <Field
            label="Email addresses or phone numbers"
            hint="One a line. Phone numbers with + and country code."
            error={
              tooMany ? `At most ${formatNumber(limits.batchContacts)} at a time: import a CSV instead.` : issueAt(add.error, 'contacts')
            }
          >
            <Textarea
              value={text}
              onChange={(e) => setText(e.target.value)}
              rows={6}
              autoFocus
              className="font-mono"
              placeholder={'ada@example.com\n+14155550100'}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!contacts.length || tooMany} loading={add.isPending}>
            Add {plural(contacts.length, 'person', 'people')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
