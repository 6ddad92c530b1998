'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailHookProvider, NewMailHook } from '@/contracts/hooks';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SecretDialog, ToStore } from '../ui/secret-dialog';
import { Select } from '../ui/select';
import { providerOptions } from './providers';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export const CreateHookDialog = (props: Props) => (
  <SecretDialog<NewMailHook>
    {...props}
    before={{ title: 'New webhook', description: 'An address for the reports of one mail provider.' }}
    form={(made, close) => <CreateForm onMade={made} close={close} />}
    after={{
      title: 'Give these to your provider',
      description: 'The secret is shown this once.',
      notice: 'Store the secret where your secrets are.',
    }}
    show={(hook) => (
      <>
        <ToStore label="Address" text={hook.url} copy="Copy address" />
        <ToStore label="Signing secret" text={hook.secret} copy="Copy signing secret" />
      </>
    )}
  />
);

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
  const submit = () => create.mutate({ name, provider, ...(secret.trim() && { secret: secret.trim() }) });
  const own = provider === 'standard';
  return (
    <DialogForm action="Create webhook" onSubmit={submit} pending={create.isPending} close={close}>
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
    </DialogForm>
  );
}
