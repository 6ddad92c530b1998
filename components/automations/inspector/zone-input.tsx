'use client';
import { Combobox } from '../../ui/combobox';
import { Field } from '../../ui/field';
import { timeZones } from '../../zones';

type Props = { label: string; hint?: string; value: string; onChange: (zone: string) => void; contact?: boolean };

/** A time zone, or (with `contact`) that of each contact. One that the browser does not know stays as it is written. */
export function ZoneInput({ label, hint, value, onChange, contact }: Props) {
  const zones = contact ? ['contact', ...timeZones()] : timeZones();
  return (
    <Field label={label} hint={hint}>
      <Combobox
        items={zones}
        value={value}
        onValueChange={(zone) => zone && onChange(zone)}
        label={(zone) => (zone === 'contact' ? 'The contact’s own' : zone)}
        empty="No such time zone. Type a city: New York, Paris, Tokyo."
      />
    </Field>
  );
}
