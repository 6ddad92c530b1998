import type { Field } from '@/contracts/segment';
import { type Catalogue, contactCatalogue } from '@/filter/catalogue';
import { formatShare } from '../../format';

/** What stands among the fields without being one. */
export const behaviour = ['$did', '$inAudience'] as const;
const behaviourLabels: Record<string, string> = { $did: 'did an event', $inAudience: 'audience' };

const typeWords: Record<Field['type'], string> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  date: 'date',
  array: 'list',
  object: 'object',
  mixed: 'of several kinds',
  id: 'id',
};

/** A field by the name a filter writes; one that nobody has is of any kind. */
export const fieldOf = (name: string, fields: readonly Field[]): Field =>
  fields.find((field) => field.name === name) ?? { name, label: name, type: 'mixed', builtin: false, frequency: 0, examples: [] };

/** What the field is called in a row: built-in fields in words, metadata by the path that filters write. */
export function fieldLabel(name: string, fields: readonly Field[]): string {
  const label = behaviourLabels[name];
  if (label) return label;
  const field = fields.find((f) => f.name === name);
  return field?.builtin ? field.label : name;
}

/** "text · 92 % have it · pro, free, team". */
export function fieldHint(field: Field): string {
  if (field.name === '$did') return 'how often, since when';
  if (field.name === '$inAudience') return 'is in another audience';
  if (!field.builtin && field.frequency === 0) return 'not seen so far';
  const examples = field.examples
    .slice(0, 3)
    .map((e) => String(e))
    .join(', ');
  const share = field.frequency >= 0.9995 ? 'everyone has it' : `${formatShare(field.frequency, 1)} have it`;
  return [typeWords[field.type], share, examples].filter(Boolean).join(' · ');
}

/** A typed text as the name of a field nobody lists: a metadata path, or a bare name where the catalogue knows bare names. */
export function typedName(text: string, catalogue: Catalogue): string | null {
  const name = text.trim();
  const { prefix, bare } = catalogue.json;
  if (name === '' || name === prefix || name.startsWith('$') || /\s/.test(name)) return null;
  return bare || name.startsWith(prefix) ? name : prefix + name;
}

/** Until the real ones are here: the built-in fields by name. */
export const builtinFields: Field[] = contactCatalogue.fields.map((f) => ({
  name: f.name,
  label: f.label,
  type: ({ text: 'string', texts: 'array', date: 'date', id: 'id' } as const)[f.type],
  builtin: true,
  frequency: 0,
  examples: [],
}));

/** The fields of a record type: its own three; every other name can be typed. */
export const fieldsOf = (catalogue: Catalogue): Field[] =>
  catalogue.fields.map((f) => ({
    name: f.name,
    label: f.label,
    type: f.type === 'date' ? 'date' : 'string',
    builtin: true,
    frequency: 1,
    examples: [],
  }));
