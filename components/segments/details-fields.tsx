'use client';
import type { Segment } from '@/contracts/segment';
import { issueAt } from '../errors';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Segmented } from '../ui/segmented';

export type Details = { name: string; description: string; type: Segment['type'] };

const meaning = {
  dynamic: 'The filter is asked again each time the segment is used: people join and leave by themselves. A send asks when it starts.',
  static: 'The people who match now are written down when you save. Nobody joins or leaves until you freeze it again.',
};

type Props = { value: Details; onChange: (value: Details) => void; error: unknown; readOnly: boolean };

/** Name, description and type of a segment. */
export const DetailsFields = ({ value, onChange, error, readOnly }: Props) => (
  <Section title="Segment">
    <fieldset disabled={readOnly} className="grid min-w-0 gap-4 sm:grid-cols-2">
      <legend className="sr-only">Segment</legend>
      <Field label="Name" error={issueAt(error, 'name')}>
        <Input
          value={value.name}
          onChange={(e) => onChange({ ...value, name: e.target.value })}
          maxLength={200}
          placeholder="Engaged customers"
        />
      </Field>
      <Field label="Description" optional error={issueAt(error, 'description')}>
        <Input value={value.description} onChange={(e) => onChange({ ...value, description: e.target.value })} maxLength={2000} />
      </Field>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 sm:col-span-2">
        <Segmented
          label="Type"
          value={value.type}
          onValueChange={(type) => onChange({ ...value, type })}
          options={[
            { value: 'dynamic', label: 'Dynamic', disabled: readOnly },
            { value: 'static', label: 'Static', disabled: readOnly },
          ]}
        />
        <p className="min-w-0 flex-1 basis-64 text-xs text-ink-3 text-pretty">{meaning[value.type]}</p>
      </div>
    </fieldset>
  </Section>
);
