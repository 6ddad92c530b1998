import type { StepOf } from '@/contracts/automation';
import type { ContactPatch } from '@/contracts/contact';
import { checkContact } from '@/server/contacts/check-contact';
import { compile, type TemplateValues } from '@/server/templates/interpolate';

const builtIn = ['name', 'country', 'timezone', 'language', 'email', 'phone'] as const;
type Field = StepOf<'set_field'>;

/** What is wrong with the step before any contact is looked at; null when nothing is. A value with variables is checked when it is known. */
export function fieldProblem({ field, value }: Pick<Field, 'field' | 'value'>): { key: 'field' | 'value'; message: string } | null {
  const key = metadataKey(field);
  if (key === null && !(builtIn as readonly string[]).includes(field))
    return { key: 'field', message: `the field is one of ${builtIn.join(', ')}, or metadata.<key>` };
  if (key !== null) return key.trim() && key !== '__proto__' ? null : { key: 'field', message: 'metadata needs a key' };
  if (value !== null && typeof value !== 'string') return { key: 'value', message: `${field} takes text` };
  if (value === null || value.includes('{{')) return null;
  const [issue] = checkContact({ [field]: value }).issues;
  return issue ? { key: 'value', message: issue.message } : null;
}

/** The change of the contact. @param values what {{…}} in a text stands for */
export function fieldPatch({ field, value }: Pick<Field, 'field' | 'value'>, values: TemplateValues): ContactPatch {
  const resolved = typeof value === 'string' && value.includes('{{') ? compile(value).render(values, 'text') : value;
  const key = metadataKey(field);
  return key === null ? { [field]: resolved } : { metadata: { [key]: resolved } };
}

const metadataKey = (field: string): string | null => (field.startsWith('metadata.') ? field.slice('metadata.'.length) : null);
