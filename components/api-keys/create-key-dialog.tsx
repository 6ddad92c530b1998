'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewApiKey } from '@/contracts/api-key';
import { scopes as allScopes, type Scope } from '@/contracts/scopes';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { CopyButton } from '../ui/copy-button';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SecretDialog, ToStore } from '../ui/secret-dialog';
import { Select } from '../ui/select';

const subjects = [...new Set(allScopes.map((scope) => scope.split(':')[1] as string))];
const lifetimes = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
] as const;
type Lifetime = (typeof lifetimes)[number]['value'];

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

export const CreateKeyDialog = (props: Props) => (
  <SecretDialog<NewApiKey>
    {...props}
    before={{ title: 'New API key', description: 'Give it the least that its program needs.' }}
    form={(made, close) => <CreateForm onMade={made} close={close} />}
    after={{
      title: 'Copy your key now',
      description: 'It is shown this once. Only its hash is kept.',
      notice: 'Store it where your secrets are.',
    }}
    show={(key) => <Made apiKey={key} />}
  />
);

function CreateForm({ onMade, close }: { onMade: (key: NewApiKey) => void; close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['read:audiences']);
  const [expires, setExpires] = useState<Lifetime>('never');
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: (key) => {
        void queries.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() });
        onMade(key);
      },
    }),
  );
  const toggle = (scope: Scope) => setChosen(chosen.includes(scope) ? chosen.filter((s) => s !== scope) : [...chosen, scope]);
  const submit = () => {
    const expires_at = expires === 'never' ? undefined : new Date(Date.now() + Number(expires) * 86_400_000).toISOString();
    create.mutate({ name, scopes: chosen, expires_at });
  };
  return (
    <DialogForm action="Create key" onSubmit={submit} pending={create.isPending} disabled={!chosen.length} close={close}>
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <Field label="Name" hint="What uses it." error={issueAt(create.error, 'name')}>
          <Input value={name} onChange={(e) => setName(e.target.value)} required autoFocus maxLength={100} placeholder="Nightly import" />
        </Field>
        <Field label="Expires" native={false} error={issueAt(create.error, 'expires_at')}>
          <Select value={expires} onValueChange={setExpires} options={lifetimes} />
        </Field>
      </div>
      <fieldset>
        <legend className="mb-1.5 flex w-full items-center justify-between text-xs font-medium text-ink-2">
          Scopes
          <span className="flex gap-1">
            <Button size="sm" variant="ghost" onClick={() => setChosen(allScopes.filter((s) => s.startsWith('read:')))}>
              Read only
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setChosen([...allScopes])}>
              Everything
            </Button>
          </span>
        </legend>
        <div className="divide-y rounded-lg border">
          {subjects.map((subject) => (
            <div key={subject} className="grid grid-cols-[1fr_auto_auto] items-center gap-5 px-3 py-2">
              <span className="text-sm capitalize">{subject}</span>
              {(['read', 'write'] as const).map((verb) => {
                const scope = `${verb}:${subject}` as Scope;
                return (
                  <Checkbox
                    key={scope}
                    checked={chosen.includes(scope)}
                    onCheckedChange={() => toggle(scope)}
                    label={
                      <>
                        {verb} <span className="sr-only">{subject}</span>
                      </>
                    }
                  />
                );
              })}
            </div>
          ))}
        </div>
      </fieldset>
    </DialogForm>
  );
}

function Made({ apiKey }: { apiKey: NewApiKey }) {
  const curl = `curl ${location.origin}/api/v1/audiences -H "Authorization: Bearer ${apiKey.key}"`;
  return (
    <>
      <ToStore label={apiKey.name} text={apiKey.key} copy="Copy key" testId="new-key" />
      {apiKey.scopes.includes('read:audiences') && (
        <div className="flex flex-col gap-2">
          <div className="flex items-center justify-between">
            <span className="text-xs font-medium text-ink-2">Try it</span>
            <CopyButton compact text={curl} label="Copy command" />
          </div>
          <code className="block rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all">{curl}</code>
        </div>
      )}
    </>
  );
}
