'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { platformFacts } from '@/contracts/ad-platforms';
import { type AdAccount, type AdPlatform, adPlatforms, type ConnectBody } from '@/contracts/ads';
import { explain, issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';

type Props = { open: boolean; onOpenChange: (open: boolean) => void /** To connect again. */; account?: AdAccount };

/** What a platform needs and where to find it. The demo's stand-ins offer their account in one click. */
export function ConnectDialog({ open, onOpenChange, account }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [platform, setPlatform] = useState<AdPlatform>(account?.platform ?? 'facebook');
  const [accountId, setAccountId] = useState(account?.account_id ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const facts = platformFacts[platform];
  const known = useQuery(trpc.ads.platforms.queryOptions(undefined, { enabled: open }));
  const demo = known.data?.data.find((each) => each.platform === platform)?.demo;
  const clear = () => {
    setAccountId(account?.account_id ?? '');
    setValues({});
  };
  const connect = useMutation(
    trpc.ads.connect.mutationOptions({
      meta: { quiet: true }, // shown in the dialog
      onSuccess: (connected) => {
        toast.success(`${connected.name} is connected`);
        void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
        clear();
        onOpenChange(false);
      },
    }),
  );
  const send = (account_id: string, credentials: Record<string, string>) =>
    connect.mutate({ platform, account_id, credentials } as unknown as ConnectBody);
  const submit = () => {
    const given = Object.fromEntries(facts.fields.flatMap(({ name }) => (values[name]?.trim() ? [[name, values[name].trim()]] : [])));
    send(accountId.trim(), given);
  };
  const problem = connect.error && explain(connect.error);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) clear();
        connect.reset();
        onOpenChange(next);
      }}
      title={account ? `Reconnect ${account.name}` : 'Connect an account'}
      description="Credentials are stored encrypted and never shown again."
    >
      <DialogForm
        action={account ? 'Reconnect' : 'Connect'}
        onSubmit={submit}
        pending={connect.isPending}
        close={() => onOpenChange(false)}
      >
        {!account && (
          <Segmented
            label="Platform"
            value={platform}
            onValueChange={(next) => {
              setPlatform(next);
              clear();
              connect.reset();
            }}
            options={adPlatforms.map((value) => ({ value, label: platformFacts[value].label }))}
            className="self-start"
          />
        )}
        <p className="text-sm text-ink-2 text-pretty">{facts.needs}</p>
        {demo && (
          <Notice>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>Here a local stand-in answers for {facts.label}.</span>
              <Button size="sm" onClick={() => send(demo.account_id, demo.credentials)} loading={connect.isPending}>
                Connect the demo account
              </Button>
            </div>
          </Notice>
        )}
        <Field label={facts.accountLabel} hint={facts.accountHelp} error={issueAt(connect.error, 'account_id')}>
          <Input
            value={accountId}
            onChange={(e) => setAccountId(e.target.value)}
            required
            disabled={Boolean(account)}
            maxLength={40}
            autoComplete="off"
          />
        </Field>
        {facts.fields.map((field) => (
          <Field
            key={`${platform}-${field.name}`}
            label={field.label}
            hint={field.help}
            optional={field.optional}
            error={issueAt(connect.error, `credentials.${field.name}`)}
          >
            <Input
              type={field.secret ? 'password' : 'text'}
              autoComplete="off"
              value={values[field.name] ?? ''}
              onChange={(e) => setValues({ ...values, [field.name]: e.target.value })}
              required={!field.optional}
              maxLength={4_000}
            />
          </Field>
        ))}
        {problem && <Notice tone="bad">{problem.message}</Notice>}
      </DialogForm>
    </Dialog>
  );
}
