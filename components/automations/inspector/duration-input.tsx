'use client';
import { useId } from 'react';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';

const units = [
  { value: 'M', label: 'minutes' },
  { value: 'H', label: 'hours' },
  { value: 'D', label: 'days' },
  { value: 'W', label: 'weeks' },
] as const;
type Unit = (typeof units)[number]['value'];
const write = (n: string, unit: Unit) => (unit === 'D' || unit === 'W' ? `P${n}${unit}` : `PT${n}${unit}`);

type Props = { label: string; value: string; onChange: (value: string) => void; error?: string | undefined };

/** A duration as a number and a unit; one that has several units is edited as ISO 8601, as it stands. */
export function DurationInput({ label, value, onChange, error }: Props) {
  const id = useId();
  const found = /^P(?:(\d+)([WD])|T(\d+)([HM]))$/.exec(value);
  if (!found && value)
    return (
      <Field label={label} hint="ISO 8601, such as P1DT12H" error={error}>
        <Input value={value} onChange={(event) => onChange(event.target.value)} />
      </Field>
    );
  const n = found?.[1] ?? found?.[3] ?? '';
  const unit = (found?.[2] ?? found?.[4] ?? 'D') as Unit;
  return (
    <Field label={label} error={error}>
      <div className="flex gap-2" id={id}>
        <Input
          aria-label={label}
          inputMode="numeric"
          value={n}
          className="w-20"
          onChange={(event) => onChange(write(event.target.value.replace(/\D/g, '').slice(0, 5) || '0', unit))}
        />
        <Select
          aria-label={`Unit of ${label.toLowerCase()}`}
          value={unit}
          onValueChange={(next) => onChange(write(n || '1', next))}
          options={units}
        />
      </div>
    </Field>
  );
}
