'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Contact } from '@/contracts/contact';
import { CountryField } from '../country-field';
import { issueAt } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { timeZones } from '../zones';
import { metadataPatch, parseMetadata } from './metadata';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; contact?: Contact; onSaved?: (contact: Contact) => void };

export const ContactDialog = ({ open, onOpenChange, contact, onSaved }: Props) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title={contact ? 'Edit contact' : 'New contact'}
    description="An email or a phone number is needed; the rest is up to you."
  >
    {open && <ContactForm contact={contact} close={() => onOpenChange(false)} onSaved={onSaved} />}
  </Dialog>
);

function ContactForm({ contact, close, onSaved }: { contact?: Contact; close: () => void; onSaved?: (contact: Contact) => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [values, setValues] = useState({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    country: contact?.country ?? '',
    tags: contact?.tags.join(', ') ?? '',
    metadata: contact && Object.keys(contact.metadata).length ? JSON.stringify(contact.metadata, null, 2) : '',
  });
  const [timezone, setTimezone] = useState(contact?.timezone ?? null);
  const set = (key: keyof typeof values) => (event: { target: { value: string } }) => setValues({ ...values, [key]: event.target.value });
  const metadata = parseMetadata(values.metadata);

  const done = (saved: Contact) => {
    queries.setQueryData(trpc.contacts.get.queryKey({ id: saved.id }), saved);
    void queries.invalidateQueries({ queryKey: trpc.contacts.list.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
    toast.success(contact ? 'Contact saved' : 'Contact created');
    close();
    onSaved?.(saved);
  };
  const create = useMutation(trpc.contacts.create.mutationOptions({ onSuccess: done }));
  const update = useMutation(trpc.contacts.update.mutationOptions({ onSuccess: done }));
  const error = create.error ?? update.error;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!metadata.ok) return;
    const input = {
      name: values.name.trim() || null,
      email: values.email.trim() || null,
      phone: values.phone.trim() || null,
      country: values.country.trim().toUpperCase() || null,
      timezone,
      tags: [
        ...new Set(
          values.tags
            .split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
        ),
      ],
    };
    if (contact) update.mutate({ id: contact.id, ...input, metadata: metadataPatch(contact.metadata, metadata.ok) });
    else create.mutate({ ...input, metadata: metadata.ok });
  };

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name" error={issueAt(error, 'name')}>
          <Input value={values.name} onChange={set('name')} maxLength={500} autoFocus />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Email" error={issueAt(error, 'email')}>
            <Input value={values.email} onChange={set('email')} inputMode="email" maxLength={400} />
          </Field>
          <Field label="Phone" error={issueAt(error, 'phone')} hint="With + and country code.">
            <Input value={values.phone} onChange={set('phone')} inputMode="tel" maxLength={40} placeholder="+14155550100" />
          </Field>
          <CountryField
            label="Country"
            error={issueAt(error, 'country')}
            placeholder="Type a name…"
            value={values.country || null}
            onChange={(country) => setValues((all) => ({ ...all, country: country ?? '' }))}
          />
          <Field label="Time zone" optional error={issueAt(error, 'timezone')}>
            <Combobox
              items={timeZones()}
              value={timezone}
              onValueChange={setTimezone}
              label={(zone) => zone}
              placeholder="America/New_York"
            />
          </Field>
        </div>
        <Field label="Tags" optional hint="Separated by commas." error={issueAt(error, 'tags')}>
          <Input value={values.tags} onChange={set('tags')} placeholder="vip, newsletter" />
        </Field>
        <Field
          label="Metadata"
          optional
          hint="A JSON object. Every key can be used in templates: {{company}}."
          error={values.metadata && !metadata.ok ? metadata.error : issueAt(error, 'metadata')}
        >
          <Textarea
            value={values.metadata}
            onChange={set('metadata')}
            rows={5}
            spellCheck={false}
            className="font-mono text-xs"
            placeholder={'{ "company": "Analytical Engines" }'}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={!metadata.ok || !(values.email.trim() || values.phone.trim())}
          loading={create.isPending || update.isPending}
        >
          {contact ? 'Save' : 'Create contact'}
        </Button>
      </DialogFooter>
    </form>
  );
}
