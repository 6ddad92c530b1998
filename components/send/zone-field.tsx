'use client';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { timeZones } from '../zones';

type Props = { zone: string; onChange: (zone: string) => void; error: string | undefined };

/** The time zone of what is planned; one is always chosen. */
export const ZoneField = ({ zone, onChange, error }: Props) => (
  <Field label="Time zone" error={error}>
    <Combobox
      items={timeZones()}
      value={zone}
      onValueChange={(next) => next && onChange(next)}
      label={(name) => name}
      empty="No such time zone. Type a city: New York, Paris, Tokyo."
    />
  </Field>
);
