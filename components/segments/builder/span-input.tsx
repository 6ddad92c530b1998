'use client';
import { Select } from '../../ui/select';
import type { Span, Unit } from '../condition/operators';
import { NumberInput } from './scalar-input';

const units: Unit[] = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'];

type Props = { value: Partial<Span> | undefined; onChange: (value: Span | undefined) => void; readOnly?: boolean };

/** A length of time: 30 days. */
export const SpanInput = ({ value, onChange, readOnly }: Props) => {
  const unit = value?.unit ?? 'days';
  return (
    <span className="flex gap-1.5">
      <NumberInput
        label="How many"
        whole
        value={value?.n || undefined}
        onChange={(n) => onChange({ n: n ?? 0, unit })}
        readOnly={readOnly}
        className="w-18"
      />
      <Select
        aria-label="Unit"
        value={unit}
        onValueChange={(next) => onChange({ n: value?.n ?? 0, unit: next })}
        options={units.map((u) => ({ value: u, label: u }))}
        disabled={readOnly}
        className="w-28"
      />
    </span>
  );
};
