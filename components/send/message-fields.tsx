'use client';
import { Mail, MessageSquare } from 'lucide-react';
import Link from 'next/link';
import type { Template } from '@/contracts/template';
import { issueAt } from '../errors';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import type { Draft } from './draft';
import { Part } from './part';
import { SubjectFields } from './subject-fields';
import { VariableFields } from './variable-fields';

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; templates: Template[] | undefined; error: unknown };

/** What is sent: channel, sender, template, its variables, subjects. */
export function MessageFields({ draft, set, templates, error }: Props) {
  const email = draft.channel === 'email';
  const usable = email ? templates : templates?.filter((template) => template.source.sms.trim());
  const pick = (template: Template | null) => set({ template, subjects: template ? [template.source.subject] : [] });
  return (
    <Part title="Message">
      <Segmented
        label="Channel"
        value={draft.channel}
        onValueChange={(channel) => {
          const keep = channel === 'email' || draft.template?.source.sms.trim();
          set({ channel, from: '', ...(keep ? {} : { template: templates?.find((t) => t.source.sms.trim()) ?? null }) });
        }}
        options={[
          {
            value: 'email',
            label: (
              <>
                <Mail aria-hidden className="size-3.5" />
                Email
              </>
            ),
          },
          {
            value: 'sms',
            label: (
              <>
                <MessageSquare aria-hidden className="size-3.5" />
                SMS
              </>
            ),
          },
        ]}
        className="self-start"
      />
      {!usable ? (
        <Skeleton className="h-8 w-full" />
      ) : usable.length === 0 ? (
        <Notice tone="warn">
          {email ? 'There is no template yet. ' : 'No template has a text for SMS. '}
          <Link href={email ? '/overview/templates/new' : '/overview/templates'} className="font-medium underline underline-offset-2">
            {email ? 'Create one' : 'Add one to a template'}
          </Link>
        </Notice>
      ) : (
        <Field label="Template" native={false} error={issueAt(error, 'template')}>
          <Select
            value={draft.template?.id ?? null}
            onValueChange={(id) => pick(templates?.find((t) => t.id === id) ?? null)}
            options={usable.map((t) => ({ value: t.id, label: t.name, hint: `${t.slug} · version ${t.version}` }))}
          />
        </Field>
      )}
      <Field
        label="From"
        error={issueAt(error, 'from')}
        hint={email ? 'An address of a domain that you may send for.' : 'A number with + and country code, or up to 11 letters and digits.'}
      >
        <Input
          value={draft.from}
          onChange={(e) => set({ from: e.target.value })}
          placeholder={email ? 'Your name <hello@yourdomain.com>' : '+14155550100'}
          maxLength={400}
        />
      </Field>
      {email && draft.template && <SubjectFields draft={draft} set={set} error={error} />}
      <VariableFields templates={[draft.template]} values={draft.variables} onChange={(variables) => set({ variables })} />
    </Part>
  );
}
