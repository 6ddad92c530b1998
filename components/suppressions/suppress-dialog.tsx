'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Channel } from '@/contracts/limits';
import { AddressField, ChannelChoice } from '../channel-address';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';

export function SuppressDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [channel, setChannel] = useState<Channel>('email');
  const [address, setAddress] = useState('');
  const add = useMutation(
    trpc.suppressions.suppress.mutationOptions({
      onSuccess: (suppression) => {
        toast.success(`${suppression.address} is suppressed`);
        void queries.invalidateQueries({ queryKey: trpc.suppressions.pathKey() });
        setAddress('');
        onOpenChange(false);
      },
    }),
  );
  const submit = () => {
    add.mutate({ channel, address: address.trim(), reason: 'manual' });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Suppress an address"
      description="It is left out of every send from now on, also of those already scheduled."
      size="sm"
    >
      <DialogForm action="Suppress" onSubmit={submit} pending={add.isPending} close={() => onOpenChange(false)}>
        <ChannelChoice channel={channel} onChange={setChannel} />
        <AddressField channel={channel} value={address} onChange={setAddress} error={issueAt(add.error, 'address')} />
      </DialogForm>
    </Dialog>
  );
}
