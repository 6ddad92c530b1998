'use client';
import type { StepOf } from '@/contracts/automation';
import { isPersonal } from '../../send/personal';
import { useTemplate } from '../../templates/use-template';
import { TrackingFields } from '../../tracking/tracking-fields';
import { Field } from '../../ui/field';
import { Input, Textarea } from '../../ui/input';
import { Segmented } from '../../ui/segmented';
import { DataFields } from './data-fields';
import { TemplateInput } from './template-input';

type Props = { step: StepOf<'send'>; onChange: (change: Partial<StepOf<'send'>>) => void };

/** What is sent. */
export function SendFields({ step, onChange }: Props) {
  const chosen = useTemplate(step.template).data;
  const email = step.channel === 'email';
  return (
    <>
      <Segmented
        label="Channel"
        value={step.channel}
        onValueChange={(channel) =>
          onChange({
            channel,
            ...(channel === 'sms' ? { subject_variants: undefined, track_opens: undefined, track_clicks: undefined } : {}),
          })
        }
        options={[
          { value: 'email', label: 'Email' },
          { value: 'sms', label: 'SMS' },
        ]}
      />
      <Field label="Template" hint="Its version of the moment is sent.">
        <TemplateInput value={step.template} onChange={(template) => onChange({ template })} />
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
      {email && <TrackingFields value={step} onChange={onChange} template={chosen ?? null} error={null} />}
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
