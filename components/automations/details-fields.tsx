'use client';
import { Card } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

type Details = { name: string; description: string };
type Props = { value: Details; onChange: (value: Details) => void; readOnly: boolean };

export const DetailsFields = ({ value, onChange, readOnly }: Props) => (
  <Card className="mb-4 grid gap-4 p-4 sm:grid-cols-2">
    <Field label="Name">
      <Input value={value.name} disabled={readOnly} onChange={(event) => onChange({ ...value, name: event.target.value })} />
    </Field>
    <Field label="Description" optional>
      <Input value={value.description} disabled={readOnly} onChange={(event) => onChange({ ...value, description: event.target.value })} />
    </Field>
  </Card>
);
