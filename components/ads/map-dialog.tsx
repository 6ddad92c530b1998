'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Audience } from '@/contracts/audience';
import { AudienceCombobox } from '../audiences/audience-combobox';
import { explain, issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { platformLabel } from './status';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; connect: () => void };

/** One of our audiences, an account, and a new or an existing audience there. Nobody is sent yet. */
export function MapDialog({ open, onOpenChange, connect }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [audience, setAudience] = useState<Audience | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [target, setTarget] = useState<'new' | 'existing'>('new');
  const [externalId, setExternalId] = useState('');
  const [granted, setGranted] = useState(false);
  const accounts = useQuery(trpc.ads.accounts.queryOptions({ limit: 100 }, { enabled: open }));
  const usable = accounts.data?.data.filter((each) => each.status !== 'disconnected') ?? [];
  const accountId = chosen ?? usable[0]?.id ?? null;
  const account = usable.find((each) => each.id === accountId);
  const map = useMutation(
    trpc.ads.map.mutationOptions({
      meta: { quiet: true }, // shown in the dialog
      onSuccess: (ad) => {
        void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
        onOpenChange(false);
        router.push(`/overview/ads/${ad.id}` as Route);
      },
    }),
  );
  const submit = () => {
    if (!audience || !accountId) return;
    map.mutate({
      audience_id: audience.id,
      account_id: accountId,
      ...(target === 'existing' ? { external_id: externalId.trim() } : {}),
      consent: granted ? 'granted' : 'unspecified',
    });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Map an audience" description="Nobody is sent yet: a plan shows who would be.">
      <DialogForm
        action="Map"
        onSubmit={submit}
        pending={map.isPending}
        disabled={!audience || !accountId}
        close={() => onOpenChange(false)}
      >
        <Field label="Audience" error={issueAt(map.error, 'audience_id')}>
          <AudienceCombobox value={audience} onChange={setAudience} />
        </Field>
        {accounts.data && usable.length === 0 ? (
          <Notice>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>No account is connected yet.</span>
              <Button size="sm" onClick={connect}>
                Connect an account
              </Button>
            </div>
          </Notice>
        ) : (
          <Field label="Account" native={false} error={issueAt(map.error, 'account_id')}>
            <Select
              value={accountId}
              onValueChange={setChosen}
              options={usable.map((each) => ({
                value: each.id,
                label: each.name,
                hint: `${platformLabel(each.platform)} · ${each.account_id}`,
              }))}
            />
          </Field>
        )}
        <Segmented
          label="Audience on the platform"
          value={target}
          onValueChange={setTarget}
          options={[
            { value: 'new', label: 'Make a new one' },
            { value: 'existing', label: 'Fill an existing one' },
          ]}
          className="self-start"
        />
        {target === 'existing' && (
          <Field
            label="Its id"
            hint="From the platform’s audience manager. Who is in it and not from here stays."
            error={issueAt(map.error, 'external_id')}
          >
            <Input value={externalId} onChange={(e) => setExternalId(e.target.value)} required pattern="\d{1,30}" inputMode="numeric" />
          </Field>
        )}
        {account?.platform === 'google' && (
          <Checkbox
            checked={granted}
            onCheckedChange={setGranted}
            label="These people agreed that their data goes to Google for personalised ads."
            hint="Google takes nobody of the European Economic Area without."
          />
        )}
        {map.error && <Notice tone="bad">{explain(map.error).message}</Notice>}
      </DialogForm>
    </Dialog>
  );
}
