'use client';
import { useState } from 'react';
import { cn } from '../../ui/cn';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';

export type Value = string | number | boolean | null;
type Kind = 'text' | 'number' | 'boolean' | 'nothing';

const kinds = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'nothing', label: 'Nothing' },
] as const;
const kindOf = (value: Value): Kind => (value === null ? 'nothing' : typeof value === 'string' ? 'text' : (typeof value as Kind));

/** The same value as another kind, as far as it can be one. */
function as(kind: Kind, value: Value): Value {
  if (kind === 'nothing') return null;
  if (kind === 'boolean') return value === true || value === 'true';
  if (kind === 'number') return Number.isFinite(Number(value)) ? Number(value) : 0;
  return value === null ? '' : String(value);
}

type Props = { label: string; value: Value; onChange: (value: Value) => void; className?: string };

/** A text, a number, yes or no, or nothing; what it is stays as it was until somebody says otherwise. */
export function ValueInput({ label, value, onChange, className }: Props) {
  const kind = kindOf(value);
  return (
    <div className={cn('grid grid-cols-[6.5rem_1fr] gap-2', className)}>
      <Select aria-label={`Kind of ${label}`} value={kind} onValueChange={(next) => onChange(as(next, value))} options={kinds} />
      {kind === 'text' && <Input aria-label={label} value={value as string} onChange={(event) => onChange(event.target.value)} />}
      {kind === 'number' && <NumberInput label={label} value={value as number} onChange={onChange} />}
      {kind === 'boolean' && (
        <Select
          aria-label={label}
          value={value ? 'yes' : 'no'}
          onValueChange={(next) => onChange(next === 'yes')}
          options={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
      )}
    </div>
  );
}

// What is typed on the way to a number ("-", "1.") stands while it is none yet.
function NumberInput({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState(String(value));
  const shown = Number(text) === value || text.trim() === '' || !Number.isFinite(Number(text)) ? text : String(value);
  return (
    <Input
      aria-label={label}
      inputMode="decimal"
      value={shown}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        if (next.trim() && Number.isFinite(Number(next))) onChange(Number(next));
      }}
      onBlur={() => setText(String(value))}
    />
  );
}
