'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { CustomAudience, CustomAudienceType } from '@/contracts/custom';
import { explain, issueAt } from '../errors';
import { plural } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { Notice } from '../ui/notice';
import { type Draft, inputOf, startOf } from './draft';
import { ExternalIdField } from './external-id-field';
import { LookalikeFields } from './lookalike-fields';
import { PixelFields } from './pixel-fields';

/** Name and definition of a new custom audience of one kind. */
export function CustomForm({ type, onBack }: { type: CustomAudienceType; onBack: () => void }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>(startOf(type.type));
  const change = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const create = useMutation(
    trpc.custom.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: (made: CustomAudience) => {
        const many = made.contact_count === null ? '' : `${plural(made.contact_count, 'contact')} in it now`;
        toast.success(`“${made.name}” created`, {
          description: made.type === 'lookalike' || made.type === 'pixel' ? many : 'Upload a file next',
        });
        queries.setQueryData(trpc.custom.get.queryKey({ id: made.id }), made);
        void queries.invalidateQueries({ queryKey: trpc.audiences.list.pathKey() });
        router.push(`/overview/audiences/${made.id}`);
      },
    }),
  );
  const placed = issueAt(create.error, 'name') ?? issueAt(create.error, 'match');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = inputOf(draft);
    if (typeof input === 'string') return void toast.error(input, { id: 'custom' });
    create.mutate(input);
  };
  return (
    <form onSubmit={submit} className="max-w-2xl">
      <Section title={type.name} description={type.description}>
        <div className="flex flex-col gap-4">
          <Field label="Name" error={issueAt(create.error, 'name')}>
            <Input value={draft.name} onChange={(e) => change({ name: e.target.value })} required maxLength={200} autoFocus />
          </Field>
          {type.type === 'lookalike' && <LookalikeFields draft={draft} change={change} />}
          {type.type === 'pixel' && <PixelFields draft={draft} change={change} />}
          {type.type === 'customer_match' && (
            <ExternalIdField
              value={draft.externalId}
              onChange={(externalId) => change({ externalId })}
              error={issueAt(create.error, 'match')}
            />
          )}
          <Field label="Description" optional>
            <Textarea value={draft.description} onChange={(e) => change({ description: e.target.value })} rows={2} maxLength={2000} />
          </Field>
          {create.error && !placed && <Notice tone="bad">{explain(create.error).message}</Notice>}
        </div>
      </Section>
      <div className="mt-4 flex flex-wrap gap-2">
        {owner && (
          <Button type="submit" variant="primary" loading={create.isPending}>
            {type.type === 'lookalike' ? 'Find look-alikes' : 'Create audience'}
          </Button>
        )}
        <Button onClick={onBack}>Another kind</Button>
      </div>
    </form>
  );
}
