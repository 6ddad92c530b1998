'use client';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { cn } from '../../ui/cn';
import { controlClass, Input } from '../../ui/input';
import { popupClass, Select } from '../../ui/select';
import type { FieldKind, Scalar } from '../condition/operators';
import { DateInput } from './date-input';

type Props = {
  kind: FieldKind;
  value: Scalar | undefined;
  onChange: (value: Scalar | undefined) => void;
  suggestions: readonly unknown[];
  /** A value in words, where it is a code. */
  nameOf?: (value: unknown) => string | null;
  label?: string;
  readOnly?: boolean;
};

const typeOf = (kind: FieldKind, value: Scalar | undefined) =>
  value !== undefined ? (typeof value as 'string') : kind === 'number' || kind === 'boolean' ? kind : 'string';
const usual = (kind: FieldKind) => (kind === 'number' || kind === 'boolean' ? kind : 'string');

/** One value of a field, asked for by its kind. Where a value may be of several kinds, or is not of the field's, the kind can be chosen. */
export function ScalarInput({ kind, value, onChange, suggestions, nameOf, label = 'Value', readOnly }: Props) {
  const [chosen, setChosen] = useState<'string' | 'number' | 'boolean' | null>(null);
  const type = chosen ?? typeOf(kind, value);
  const choose = kind === 'any' || type !== usual(kind);
  const control =
    type === 'number' ? (
      <NumberInput label={label} value={value as number | undefined} onChange={onChange} readOnly={readOnly} />
    ) : type === 'boolean' ? (
      <Select
        aria-label={label}
        value={value === undefined ? null : value ? 'true' : 'false'}
        onValueChange={(next) => onChange(next === 'true')}
        options={[
          { value: 'true', label: 'true' },
          { value: 'false', label: 'false' },
        ]}
        disabled={readOnly}
        className="min-w-24"
      />
    ) : kind === 'date' ? (
      <DateInput label={label} value={value as string | undefined} onChange={onChange} readOnly={readOnly} />
    ) : (
      <TextInput
        label={label}
        value={(value as string | undefined) ?? ''}
        onChange={onChange}
        suggestions={suggestions}
        nameOf={nameOf}
        readOnly={readOnly}
      />
    );
  if (!choose) return control;
  return (
    <span className="flex min-w-0 gap-1.5">
      <Select
        aria-label={`Kind of ${label.toLowerCase()}`}
        value={type}
        onValueChange={(next) => {
          setChosen(next);
          onChange(
            next === 'number' && value !== undefined && value !== '' && Number.isFinite(Number(value))
              ? Number(value)
              : next === 'string' && value !== undefined
                ? String(value)
                : undefined,
          );
        }}
        options={[
          { value: 'string', label: 'text' },
          { value: 'number', label: 'number' },
          { value: 'boolean', label: 'true/false' },
        ]}
        disabled={readOnly}
        className="w-26 shrink-0"
      />
      {control}
    </span>
  );
}

type NumberProps = {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  readOnly?: boolean;
  whole?: boolean;
  className?: string;
};

/** A number; while the text is none (`-`, `1e`), there is no value. */
export function NumberInput({ label, value, onChange, readOnly, whole, className }: NumberProps) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const read = (typed: string) => {
    const n = Number(typed.replaceAll(',', ''));
    return typed.trim() === '' || !Number.isFinite(n) || (whole && (!Number.isInteger(n) || n < 0)) ? undefined : n;
  };
  const shown = read(text) === value ? text : value === undefined ? text : String(value);
  return (
    <Input
      aria-label={label}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={shown}
      placeholder="0"
      readOnly={readOnly}
      onChange={(event) => {
        setText(event.target.value);
        onChange(read(event.target.value));
      }}
      className={cn('w-28 tnum', className)}
    />
  );
}

type TextProps = {
  label: string;
  value: string;
  onChange: (value: string | undefined) => void;
  suggestions: readonly unknown[];
  nameOf?: (value: unknown) => string | null;
  readOnly?: boolean;
  placeholder?: string;
};

const holds = (text: string | null | undefined, part: string) => text?.toLowerCase().includes(part.trim().toLowerCase()) ?? false;

/** Any text, with the field's commonest values to choose from. */
export function TextInput({ label, value, onChange, suggestions, nameOf, readOnly, placeholder = 'value' }: TextProps) {
  const items = suggestions.filter((s): s is string => typeof s === 'string');
  return (
    <Autocomplete.Root
      items={items}
      limit={30}
      filter={(item: string, typed) => holds(item, typed) || holds(nameOf?.(item), typed)}
      value={value}
      onValueChange={(next) => onChange(next === '' ? undefined : next)}
      openOnInputClick
      readOnly={readOnly}
    >
      <Autocomplete.Input aria-label={label} placeholder={placeholder} className={cn(controlClass, 'h-8 min-w-32')} />
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} align="start" className="z-60 outline-none">
          <Autocomplete.Popup className={cn(popupClass, 'data-empty:hidden')}>
            <Autocomplete.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto p-1">
              {(item: string) => (
                <Autocomplete.Item
                  key={item}
                  value={item}
                  className="flex cursor-default select-none justify-between gap-4 rounded-sm px-2 py-1 text-sm outline-none data-highlighted:bg-hover"
                >
                  <span className="truncate">{item}</span>
                  {nameOf?.(item) && <span className="truncate text-xs text-ink-3">{nameOf(item)}</span>}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
