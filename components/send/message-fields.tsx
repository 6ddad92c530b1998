'use client';
import { Mail, MessageSquare } from 'lucide-react';
import { issueAt } from '../errors';
import { TemplatePicker } from '../templates/template-picker';
import { TrackingFields } from '../tracking/tracking-fields';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Segmented } from '../ui/segmented';
import type { Draft } from './draft';
import { Part } from './part';
import { SubjectFields } from './subject-fields';
import { VariableFields } from './variable-fields';

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; error: unknown; people: number | undefined };

/** What is sent: channel, sender, template, its variables, subjects. */
export function MessageFields({ draft, set, error, people }: Props) {
  const email = draft.channel === 'email';
  return (
    <Part title="Message">
      <Segmented
        label="Channel"
        value={draft.channel}
        onValueChange={(channel) => {
          const keep = channel === 'email' || draft.template?.source.sms.trim();
          set({ channel, from: '', ...(keep ? {} : { template: null }) });
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
      <TemplatePicker
        channel={draft.channel}
        value={draft.template}
        onChange={(template) => set({ template, subjects: [template.source.subject] })}
        error={issueAt(error, 'template')}
      />
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
      {email && draft.template && <SubjectFields draft={draft} set={set} error={error} people={people} />}
      {email && (
        <TrackingFields value={draft} onChange={(change) => set(change as Partial<Draft>)} template={draft.template} error={error} />
      )}
      <VariableFields templates={[draft.template]} values={draft.variables} onChange={(variables) => set({ variables })} />
    </Part>
  );
}
