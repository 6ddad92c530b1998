'use client';
import { Combobox } from './ui/combobox';
import { Field } from './ui/field';
import { timeZones } from './zones';

type Props = {
  label?: string;
  zone: string;
  onChange: (zone: string) => void;
  error?: string | undefined;
  /** Offers that of each contact, too. */
  contact?: boolean;
};

/** A time zone; one is always chosen. One that the browser does not know stays as it is written. */
export const ZoneField = ({ label = 'Time zone', zone, onChange, error, contact }: Props) => (
  <Field label={label} error={error}>
    <Combobox
      items={contact ? ['contact', ...timeZones()] : timeZones()}
      value={zone}
      onValueChange={(next) => next && onChange(next)}
      label={(name) => (contact && name === 'contact' ? 'The contact’s own' : name)}
      empty="No such time zone. Type a city: New York, Paris, Tokyo."
    />
  </Field>
);
