'use client';
import type { Template } from '@/contracts/template';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { isPersonal } from './personal';

type Values = Record<string, string>;
type Props = { templates: readonly (Template | null)[]; values: Values; onChange: (values: Values) => void };

/** Values for the variables of the templates, each asked for once. */
export function VariableFields({ templates, values, onChange }: Props) {
  const open = [...new Set(templates.flatMap((template) => template?.variables ?? []))].filter((name) => !isPersonal(name));
  if (!open.length) return null;
  return (
    <div className="flex flex-col gap-2">
      <div className="text-xs font-medium text-ink-2">Variables</div>
      {open.map((name) => (
        <Field key={name} label={<code className="font-mono">{name}</code>} className="grid grid-cols-[minmax(5rem,9rem)_1fr] items-center">
          <Input
            value={values[name] ?? ''}
            onChange={(e) => onChange({ ...values, [name]: e.target.value })}
            placeholder="each contact’s own value"
            maxLength={10_000}
          />
        </Field>
      ))}
      <p className="text-xs text-ink-3">A value here is the same for everyone and wins over the contact’s own.</p>
    </div>
  );
}
