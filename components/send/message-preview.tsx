'use client';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Audience } from '@/contracts/audience';
import type { Contact } from '@/contracts/contact';
import { contactName } from '../contacts/columns';
import { SmsBubble } from '../templates/sms-bubble';
import { alone, useTRPC } from '../trpc';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { MailFrame } from '../ui/mail-frame';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { useLookup } from '../use-lookup';
import { useDebounced } from '../use-search';
import { type Draft, filled, letter } from './draft';

/** The message as one chosen person will get it, with each subject. */
export function MessagePreview({ draft, audience }: { draft: Draft; audience: Audience }) {
  const trpc = useTRPC();
  const [contact, setContact] = useState<Contact | null>(null);
  const { setText, q, typing } = useLookup();
  const members = useQuery(trpc.audiences.members.queryOptions({ id: audience.id, limit: 25 }));
  const found = useQuery(trpc.contacts.list.queryOptions({ q, limit: 25 }, { enabled: Boolean(q), placeholderData: keepPreviousData }));
  const shown = contact ?? members.data?.data[0] ?? null;
  const settled = useDebounced(draft, 300);
  const { template } = settled;
  const subjects = settled.subjects.length ? settled.subjects : template ? [template.source.subject] : [];
  const previews = useQueries({
    queries: subjects.map((subject) =>
      trpc.templates.preview.queryOptions(
        template
          ? { source: { ...template.source, subject: subject.trim() || ' – ' }, contactId: shown?.id, variables: filled(settled.variables) }
          : { id: '' },
        { ...alone, enabled: Boolean(template) && !members.isPending, placeholderData: keepPreviousData, staleTime: 30_000 },
      ),
    ),
  });
  const first = previews[0]?.data;
  if (!template) return <p className="text-sm text-ink-3">Choose a template to see the message.</p>;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Field label="Preview as">
        <Combobox
          items={(q ? found.data?.data : members.data?.data) ?? []}
          value={shown}
          onValueChange={setContact}
          onInput={setText}
          searching={typing || found.isPlaceholderData}
          label={contactName}
          hint={(c) => (c.name ? (c.email ?? c.phone) : null)}
          isEqual={(a, b) => a.id === b.id}
          placeholder={members.isPending ? '' : 'Somebody with no values'}
          empty="Nobody found."
        />
      </Field>
      {draft.channel === 'sms' ? (
        first ? (
          <SmsBubble text={first.sms} />
        ) : (
          <Skeleton className="h-24 w-2/3" />
        )
      ) : (
        <div className="flex min-h-96 flex-1 flex-col overflow-hidden rounded-lg border">
          <dl className="flex flex-col gap-1 border-b bg-sunken px-3 py-2 text-xs">
            <Line label="From">{draft.from || <span className="text-ink-3">no sender yet</span>}</Line>
            <Line label="To">{shown?.email ?? <span className="text-ink-3">no email address</span>}</Line>
            {subjects.map((subject, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its place
              <Line key={i} label={subjects.length > 1 ? `Subject ${letter(i)}` : 'Subject'}>
                <strong className="font-medium">
                  {subject.trim() ? (previews[i]?.data?.subject ?? '…') : <span className="text-bad">empty</span>}
                </strong>
              </Line>
            ))}
          </dl>
          {first ? (
            <MailFrame title="Preview of the email" html={first.html} className="min-h-80 flex-1" />
          ) : (
            <Skeleton className="m-4 h-40" />
          )}
        </div>
      )}
      {first && first.missing.length > 0 && (
        <Notice tone="warn">
          Empty for this person: <code className="font-mono text-xs">{first.missing.join(', ')}</code>
        </Notice>
      )}
    </div>
  );
}

const Line = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="grid grid-cols-[4.5rem_1fr] gap-2">
    <dt className="text-ink-3">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);
