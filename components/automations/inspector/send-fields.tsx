'use client';
import { useQuery } from '@tanstack/react-query';
import type { StepOf } from '@/contracts/automation';
import { isPersonal } from '../../send/personal';
import { useTRPC } from '../../trpc';
import { Combobox } from '../../ui/combobox';
import { Field } from '../../ui/field';
import { Input, Textarea } from '../../ui/input';
import { Segmented } from '../../ui/segmented';
import { DataFields } from './data-fields';

type Props = { step: StepOf<'send'>; onChange: (change: Partial<StepOf<'send'>>) => void };

/** What is sent. */
export function SendFields({ step, onChange }: Props) {
  const trpc = useTRPC();
  const templates = useQuery(trpc.templates.list.queryOptions({ limit: 100 })).data?.data ?? [];
  const chosen = templates.find((template) => template.slug === step.template || template.id === step.template) ?? null;
  const email = step.channel === 'email';
  return (
    <>
      <Segmented
        label="Channel"
        value={step.channel}
        onValueChange={(channel) => onChange({ channel, ...(channel === 'sms' ? { subject_variants: undefined } : {}) })}
        options={[
          { value: 'email', label: 'Email' },
          { value: 'sms', label: 'SMS' },
        ]}
      />
      <Field label="Template" hint="Its version of the moment is sent.">
        <Combobox
          aria-label="Template"
          items={templates}
          value={chosen}
          onValueChange={(template) => template && onChange({ template: template.slug })}
          label={(template) => template.name}
          hint={(template) => template.slug}
          isEqual={(a, b) => a.id === b.id}
          placeholder={step.template || 'Choose a template…'}
          empty="No template of that name."
        />
      </Field>
      <Field
        label="From"
        optional={!email}
        hint={email ? 'hello@yourdomain.com, or Name <hello@yourdomain.com>' : 'A number, or a sender id'}
      >
        <Input value={step.from ?? ''} onChange={(event) => onChange({ from: event.target.value || undefined })} />
      </Field>
      {email && (
        <Field label="Subjects to test" optional hint="One a line, two to five; each contact always gets the same one.">
          <Textarea
            rows={2}
            value={(step.subject_variants ?? []).join('\n')}
            onChange={(event) => {
              const lines = event.target.value.split('\n');
              onChange({ subject_variants: event.target.value ? lines : undefined });
            }}
          />
        </Field>
      )}
      <DataFields
        label="Variables"
        hint="The same for everybody, and before the contact’s own."
        value={step.variables ?? {}}
        onChange={(variables) => onChange({ variables })}
        suggested={chosen?.variables.filter((name) => !isPersonal(name) && !name.startsWith('trigger.'))}
      />
    </>
  );
}
