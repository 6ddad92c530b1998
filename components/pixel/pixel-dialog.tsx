'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Pixel } from '@/contracts/pixel';
import { explain, issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { DialogForm } from '../ui/dialog-form';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { Notice } from '../ui/notice';
import { SecretNotice } from './secret-notice';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; pixel?: Pixel };

/** Makes a pixel, and shows its secret once; or changes one. */
export const PixelDialog = ({ open, onOpenChange, pixel }: Props) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={pixel ? `Edit “${pixel.name}”` : 'New pixel'}>
    {open && <PixelForm pixel={pixel} close={() => onOpenChange(false)} />}
  </Dialog>
);

function PixelForm({ pixel, close }: { pixel?: Pixel; close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(pixel?.name ?? '');
  const [origins, setOrigins] = useState(pixel?.origins.join('\n') ?? '');
  const [consent, setConsent] = useState(pixel?.require_consent ?? true);
  const [days, setDays] = useState(String(pixel?.retention_days ?? 90));
  const done = () => void queries.invalidateQueries({ queryKey: trpc.pixels.pathKey() });
  const create = useMutation(trpc.pixels.create.mutationOptions({ meta: { quiet: true }, onSuccess: done }));
  const update = useMutation(
    trpc.pixels.update.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        done();
        toast.success('Pixel saved');
        close();
      },
    }),
  );
  const error = create.error ?? update.error;
  const submit = () => {
    const input = {
      name,
      origins: origins.split(/[\s,]+/).filter(Boolean),
      require_consent: consent,
      retention_days: Number(days),
    };
    if (pixel) update.mutate({ id: pixel.id, patch: input });
    else create.mutate(input);
  };
  if (create.data)
    return (
      <>
        <DialogBody>
          <SecretNotice secret={create.data.secret} />
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={() => router.push(`/overview/pixels/${create.data.id}`)}>
            Install it
          </Button>
        </DialogFooter>
      </>
    );
  return (
    <DialogForm action={pixel ? 'Save' : 'Create pixel'} onSubmit={submit} pending={create.isPending || update.isPending} close={close}>
      <Field label="Name" error={issueAt(error, 'name')}>
        <Input value={name} onChange={(e) => setName(e.target.value)} required maxLength={200} autoFocus placeholder="Shop" />
      </Field>
      <Field
        label="Origins"
        hint="One a line: scheme and host, as https://shop.example. Reports from anywhere else are refused."
        error={issueAt(error, 'origins')}
      >
        <Textarea value={origins} onChange={(e) => setOrigins(e.target.value)} rows={2} required className="font-mono" />
      </Field>
      <Checkbox
        checked={consent}
        onCheckedChange={setConsent}
        label="Ask for consent first"
        hint="Nothing is kept or sent before muster('consent', true)."
      />
      <Field label="Forget strangers after … days" className="w-52">
        <Input type="number" min={1} max={730} required value={days} onChange={(e) => setDays(e.target.value)} />
      </Field>
      {error && <Notice tone="bad">{explain(error).message}</Notice>}
    </DialogForm>
  );
}
