'use client';
import { useMemo } from 'react';
import { countryCodes } from '@/contracts/places';
import { Combobox } from './ui/combobox';
import { Field } from './ui/field';

type Country = { id: string; name: string };
type Props = {
  label: string;
  hint?: string;
  error?: string | undefined;
  placeholder?: string;
  value: string | null;
  onChange: (code: string | null) => void;
};

/** A country by its name or its code of ISO 3166-1. */
export function CountryField({ label, hint, error, placeholder, value, onChange }: Props) {
  const countries = useMemo((): Country[] => {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    return countryCodes.map((id) => ({ id, name: names.of(id) ?? id })).sort((a, b) => a.name.localeCompare(b.name));
  }, []);
  return (
    <Field label={label} optional hint={hint} error={error}>
      <Combobox
        items={countries}
        value={countries.find((one) => one.id === value) ?? null}
        onValueChange={(one) => onChange(one?.id ?? null)}
        label={(one) => `${one.name} (${one.id})`}
        isEqual={(a, b) => a.id === b.id}
        placeholder={placeholder}
        empty="No such country."
      />
    </Field>
  );
}
