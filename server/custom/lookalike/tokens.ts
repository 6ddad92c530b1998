import type { Person } from './people';
import type { FieldShape, Vocabulary } from './vocabulary';

export const none = '(none)';
export const other = '(other)';
const yes = 'yes';

/** Reads a person as tokens, one number for each (field, value): `spell` says which. The same person gives the same tokens, always. */
export type Tokeniser = {
  tokens(person: Person): number[];
  /** Of a token: its field, its value, and whether the field is a tag (which one has or has not). */
  spell: { field: string; value: string }[];
};

const day = 86_400_000;
const since = [7, 30, 90, 365].map((days) => days * day);
/** Values of the dates, in words that follow the field's. */
const ages = ['in the last 7 days', '8 to 30 days ago', '31 to 90 days ago', '3 to 12 months ago', 'over a year ago', none] as const;

/** @param now the moment that ages are counted from (ms) */
export function tokeniser(vocabulary: Vocabulary, now: number, ignore: readonly string[]): Tokeniser {
  const spell: Tokeniser['spell'] = [];
  const add = (field: string, values: readonly string[]): Map<string, number> =>
    new Map(values.map((value) => [value, spell.push({ field, value }) - 1]));
  const readers: ((p: Person) => number)[] = vocabulary.fields.map((shape) => {
    const names = namesOf(shape);
    const index = add(shape.field, [...names, other, none]);
    return (p) => index.get(spellOf(shape, names, p)) ?? (index.get(other) as number);
  });
  for (const [field, key] of [
    ['created', 'created'],
    ['opened', 'opened'],
    ['clicked', 'clicked'],
  ] as const) {
    if (ignore.includes(ignoredAs[field])) continue;
    const index = add(field, ages);
    readers.push((p) => index.get(ageOf(p[key], now)) as number);
  }
  const tags = new Map(vocabulary.tags.map((tag) => [tag, add(`tags: ${tag}`, [yes]).get(yes) as number]));
  return {
    spell,
    tokens(person) {
      const found = readers.map((read) => read(person));
      for (const tag of person.tags) {
        const token = tags.get(tag);
        if (token !== undefined) found.push(token);
      }
      return found;
    },
  };
}

const ignoredAs = { created: 'createdAt', opened: 'lastEmailOpenedAt', clicked: 'lastEmailClickedAt' };

const ageOf = (at: number | null, now: number) => (at === null ? none : (ages[since.findIndex((s) => now - at <= s)] ?? 'over a year ago'));

const namesOf = (shape: FieldShape): string[] => (shape.kind === 'values' ? shape.values : rangesOf(shape.bounds));

/** Ranges between bounds, in words: below 10, 10 to below 20, 20 or more. */
function rangesOf(bounds: number[]): string[] {
  const text = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const between = bounds.slice(1).map((b, i) => `${text(bounds[i] as number)} to below ${text(b)}`);
  return [`below ${text(bounds[0] as number)}`, ...between, `${text(bounds.at(-1) as number)} or more`];
}

function spellOf(shape: FieldShape, names: string[], person: Person): string {
  if (!shape.path.length) return person[shape.field as 'country'] ?? none;
  let value: unknown = person.metadata;
  for (const part of shape.path)
    value = value && typeof value === 'object' && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  if (value === undefined || value === null || value === '') return none;
  if (shape.kind === 'ranges') {
    if (typeof value !== 'number') return other;
    const at = shape.bounds.findIndex((bound) => value < bound);
    return names[at < 0 ? shape.bounds.length : at] as string;
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : typeof value === 'object' ? other : String(value);
}
