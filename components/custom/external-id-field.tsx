'use client';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

type Props = { value: string; onChange: (value: string) => void; error: string | undefined };

/** The metadata field that holds what a customer's own systems call a contact. */
export const ExternalIdField = ({ value, onChange, error }: Props) => (
  <Field
    label="Your own id"
    optional
    hint="The metadata field of your contacts that an uploaded column external_id is compared with."
    error={error}
  >
    <Input value={value} onChange={(e) => onChange(e.target.value)} placeholder="metadata.customer_id" className="font-mono" />
  </Field>
);
