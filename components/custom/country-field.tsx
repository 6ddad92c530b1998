'use client';
import { useMemo } from 'react';
import { countryCodes } from '@/contracts/places';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';

type Country = { id: string; name: string };
type Props = { value: string | null; onChange: (code: string | null) => void };

/** Where the people of a file are, for numbers without a country code and rows without a country. */
export function CountryField({ value, onChange }: Props) {
  const countries = useMemo((): Country[] => {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    return countryCodes.map((id) => ({ id, name: names.of(id) ?? id })).sort((a, b) => a.name.localeCompare(b.name));
  }, []);
  return (
    <Field label="Country of these people" optional hint="For phone numbers without + and country code, and rows that name no country.">
      <Combobox
        items={countries}
        value={countries.find((one) => one.id === value) ?? null}
        onValueChange={(one) => onChange(one?.id ?? null)}
        label={(one) => one.name}
        hint={(one) => one.id}
        placeholder="As written in each row"
        empty="No such country."
      />
    </Field>
  );
}
