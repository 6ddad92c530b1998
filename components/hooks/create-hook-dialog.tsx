'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MailHookProvider, NewMailHook } from '@/contracts/hooks';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { ShownOnce, ToStore } from '../ui/shown-once';
import { providerOptions } from './providers';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export function CreateHookDialog({ open, onOpenChange }: Props) {
  const [made, setMade] = useState<NewMailHook | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={made ? 'Give these to your provider' : 'New webhook'}
      description={made ? 'The secret is shown this once.' : 'An address for the reports of one mail provider.'}
    >
      {made ? <Made hook={made} close={close} /> : open && <CreateForm onMade={setMade} close={close} />}
    </Dialog>
  );
}

function CreateForm({ onMade, close }: { onMade: (hook: NewMailHook) => void; close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [provider, setProvider] = useState<MailHookProvider>('standard');
  const [secret, setSecret] = useState('');
  const create = useMutation(
    trpc.tracking.createHook.mutationOptions({
      onSuccess: (hook) => {
        void queries.invalidateQueries({ queryKey: trpc.tracking.hooks.pathKey() });
        onMade(hook);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, provider, ...(secret.trim() && { secret: secret.trim() }) });
  };
  const own = provider === 'standard';
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name" hint="What reports here." error={issueAt(create.error, 'name')}>
          <Input value={name} onChange={(e) => setName(e.target.value)} required autoFocus maxLength={200} placeholder="Production mail" />
        </Field>
        <Field label="Provider" native={false}>
          <Select value={provider} onValueChange={setProvider} options={providerOptions} />
        </Field>
        <Field
          label="Signing secret"
          optional={own}
          hint={own ? 'Left empty, one is made.' : 'As the provider shows it where you enter the address.'}
          error={issueAt(create.error, 'secret')}
        >
          <Input
            value={secret}
            onChange={(e) => setSecret(e.target.value)}
            required={!own}
            minLength={16}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create webhook
        </Button>
      </DialogFooter>
    </form>
  );
}

const Made = ({ hook, close }: { hook: NewMailHook; close: () => void }) => (
  <ShownOnce notice="Store the secret where your secrets are." close={close}>
    <ToStore label="Address" text={hook.url} copy="Copy address" />
    <ToStore label="Signing secret" text={hook.secret} copy="Copy signing secret" />
  </ShownOnce>
);
