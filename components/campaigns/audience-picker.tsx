'use client';
import { useRef } from 'react';
import { AudienceCombobox } from '../audiences/audience-combobox';
import { Chips } from '../ui/chips';
import { Field } from '../ui/field';
import type { Named } from './draft';

type Props = {
  label: string;
  hint?: string;
  value: Named[];
  onChange: (value: Named[]) => void;
  /** Ids that stand in the other picker. */
  taken: readonly string[];
  error?: string | undefined;
};

/** Several audiences, found by name. */
export function AudiencePicker({ label, hint, value, onChange, taken, error }: Props) {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box} className="flex flex-col gap-2">
      <Field label={label} hint={hint} error={error}>
        <AudienceCombobox
          several
          value={null}
          onChange={(audience) => audience && onChange([...value, { id: audience.id, name: audience.name }])}
          without={[...taken, ...value.map((audience) => audience.id)]}
          placeholder={value.length ? 'Add another…' : undefined}
        />
      </Field>
      {value.length > 0 && (
        <Chips
          label={`${label}: chosen`}
          items={value}
          removeLabel={({ name }) => `Remove ${name}`}
          onRemove={({ id }) => {
            if (value.length === 1) box.current?.querySelector('input')?.focus();
            onChange(value.filter((each) => each.id !== id));
          }}
        />
      )}
    </div>
  );
}
