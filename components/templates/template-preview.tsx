'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '@/contracts/contact';
import { type TemplateSource, templateSource } from '@/contracts/template';
import { contactName } from '../contacts/columns';
import { explain } from '../errors';
import { alone, useTRPC } from '../trpc';
import { cn } from '../ui/cn';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { MailFrame } from '../ui/mail-frame';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { useLookup } from '../use-lookup';
import { useDebounced } from '../use-search';
import { SmsBubble } from './sms-bubble';

const views = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'dark', label: 'Dark' },
  { value: 'text', label: 'Text' },
  { value: 'sms', label: 'SMS' },
] as const;
type View = (typeof views)[number]['value'];

/** What a chosen contact will get, rendered by the server as a send would, a moment after the last key. */
export function TemplatePreview({ source }: { source: TemplateSource }) {
  const trpc = useTRPC();
  const [view, setView] = useState<View>('desktop');
  const [contact, setContact] = useState<Contact | null>(null);
  const { setText, q, typing } = useLookup();
  const people = useQuery(trpc.contacts.list.queryOptions({ q, limit: 25 }, { placeholderData: keepPreviousData }));
  const settled = useDebounced(source, 250);
  const readable = templateSource.safeParse(settled).success;
  const shown = contact ?? people.data?.data[0] ?? null;
  const preview = useQuery(
    trpc.templates.preview.queryOptions(
      { source: settled, contactId: shown?.id },
      { ...alone, enabled: readable && !people.isPending, placeholderData: keepPreviousData, meta: { quiet: true } },
    ),
  );
  const message = preview.data;
  return (
    <section
      aria-label="Preview"
      className="flex flex-col overflow-hidden rounded-lg border bg-surface lg:sticky lg:top-6 lg:h-[calc(100dvh-3rem)]"
    >
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
        <h2 className="text-base font-semibold">Preview</h2>
        <Segmented label="View" value={view} onValueChange={setView} options={views} />
      </div>
      <div className="border-b px-4 py-3">
        <Field label="As" className="grid grid-cols-[4rem_1fr] items-center">
          <Combobox
            items={people.data?.data ?? []}
            value={shown}
            onValueChange={setContact}
            onInput={setText}
            searching={typing || people.isPlaceholderData}
            label={contactName}
            hint={(c) => (c.name ? (c.email ?? c.phone) : null)}
            isEqual={(a, b) => a.id === b.id}
            placeholder="Somebody with no values"
            empty="Nobody found."
          />
        </Field>
        {view !== 'sms' && (
          <div className="mt-2 grid grid-cols-[4rem_1fr] items-baseline gap-1.5 text-sm">
            <span className="text-xs font-medium text-ink-2">Subject</span>
            <span className="font-medium break-words">{message?.subject ?? <Skeleton className="w-40" />}</span>
          </div>
        )}
      </div>
      <div className={cn('flex min-h-96 flex-1 flex-col bg-sunken transition-opacity', preview.isPlaceholderData && 'opacity-70')}>
        {preview.isError && !message ? (
          <Notice tone="bad" className="m-4">
            {explain(preview.error).message}
          </Notice>
        ) : !message ? (
          <Skeleton className="m-4 h-48" />
        ) : view === 'sms' ? (
          <div className="p-4">
            <SmsBubble text={message.sms} />
          </div>
        ) : view === 'text' ? (
          <pre className="flex-1 overflow-auto p-4 font-mono text-xs whitespace-pre-wrap">{message.text}</pre>
        ) : (
          <MailFrame
            title="Preview of the email"
            html={message.html}
            dark={view === 'dark'}
            className={cn('flex-1', view === 'mobile' && 'mx-auto my-4 max-w-93 rounded-lg shadow-pop')}
          />
        )}
      </div>
      {message && message.missing.length > 0 && (
        <Notice tone="warn" className="m-3">
          Empty for this person: <code className="font-mono text-xs">{message.missing.join(', ')}</code>
        </Notice>
      )}
    </section>
  );
}
