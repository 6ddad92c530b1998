'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { CustomAudience } from '@/contracts/custom';
import { explain, issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Notice } from '../ui/notice';
import { type Draft, inputOf, startOf } from './draft';
import { ExternalIdField } from './external-id-field';
import { LookalikeFields } from './lookalike-fields';
import { PixelFields } from './pixel-fields';

/** Changes what an audience is made by; it is evaluated before the dialog closes. */
export function EditDefinition({ audience }: { audience: CustomAudience }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => draftOf(audience));
  const change = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const update = useMutation(
    trpc.custom.update.mutationOptions({
      meta: { quiet: true },
      onSuccess: (saved) => {
        setOpen(false);
        queries.setQueryData(trpc.custom.get.queryKey({ id: audience.id }), saved);
        void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
        toast.success('Definition saved and evaluated');
      },
    }),
  );
  const submit = () => {
    const input = inputOf(draft);
    if (typeof input === 'string') return void toast.error(input, { id: 'custom' });
    const { type: _type, name: _name, description: _description, ...patch } = input;
    update.mutate({ id: audience.id, patch });
  };
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Pencil aria-hidden className="size-3.5" />
        Edit
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={`Edit “${audience.name}”`}>
        <DialogForm action="Save and evaluate" onSubmit={submit} pending={update.isPending} close={() => setOpen(false)}>
          {audience.type === 'lookalike' ? (
            <LookalikeFields draft={draft} change={change} />
          ) : audience.type === 'pixel' ? (
            <PixelFields draft={draft} change={change} />
          ) : (
            <ExternalIdField
              value={draft.externalId}
              onChange={(externalId) => change({ externalId })}
              error={issueAt(update.error, 'match')}
            />
          )}
          {update.error && !issueAt(update.error, 'match') && <Notice tone="bad">{explain(update.error).message}</Notice>}
        </DialogForm>
      </Dialog>
    </>
  );
}

function draftOf({ type, name, external_id, lookalike, pixel }: CustomAudience): Draft {
  const start = { ...startOf(type), name, externalId: external_id ?? '' };
  if (lookalike) {
    const { size } = lookalike;
    const unit =
      'percent' in size
        ? ({ unit: 'percent', size: String(size.percent) } as const)
        : ({ unit: 'contacts', size: String(size.contacts) } as const);
    return { ...start, ...unit, seed: lookalike.seed_audience_id, ignore: lookalike.ignore };
  }
  if (!pixel) return start;
  return {
    ...start,
    pixelId: pixel.pixel_id ?? '',
    event: pixel.event,
    match: pixel.path?.match ?? 'any',
    path: pixel.path?.value ?? '',
    days: String(pixel.within_days),
    times: String(pixel.times),
  };
}
