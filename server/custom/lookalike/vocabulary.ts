import type { Person } from './people';

/** How a field's values become a few: as they are (the common ones by name), or numbers in ranges. */
export type FieldShape = { field: string; path: string[] } & ({ kind: 'values'; values: string[] } | { kind: 'ranges'; bounds: number[] });
/** What the model can speak about. Made from a sample, kept with the model, so that a person is explained in its words later. */
export type Vocabulary = { fields: FieldShape[]; tags: string[] };

const most = { fields: 60, values: 100, tags: 200, chars: 60 } as const;
/** A value or tag that fewer of the sample have says nothing that lasts. */
const rare = 5;

/**
 * The fields, tags and values that are common enough to learn from. A text that nearly everybody has to themselves (an id, a note, a date)
 * has no common values and drops out. Numbers are cut at their quintiles.
 */
export function vocabularyOf(sample: Person[], ignore: readonly string[]): Vocabulary {
  const skip = (field: string) => ignore.some((name) => field === name || field.startsWith(`${name}.`));
  const tags = new Map<string, number>();
  const seen = new Map<string, { path: string[]; texts: Map<string, number>; numbers: number[]; n: number }>();
  for (const person of sample) {
    for (const tag of person.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    for (const [path, value] of leaves(person.metadata)) {
      const field = ['metadata', ...path].join('.');
      if (skip(field)) continue;
      let found = seen.get(field);
      if (!found) {
        if (seen.size >= 1_000) continue;
        found = { path, texts: new Map(), numbers: [], n: 0 };
        seen.set(field, found);
      }
      found.n++;
      if (typeof value === 'number') found.numbers.push(value);
      else if (found.texts.size < 5_000 || found.texts.has(value)) found.texts.set(value, (found.texts.get(value) ?? 0) + 1);
    }
  }
  const fields = [...seen]
    .filter(([, f]) => f.n >= 2 * rare)
    .sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1))
    .flatMap(([field, f]) => shapeOf(field, f) ?? [])
    .slice(0, most.fields);
  for (const field of ['country', 'language', 'timezone'] as const) {
    const counts = new Map<string, number>();
    for (const person of sample) if (person[field]) counts.set(person[field], (counts.get(person[field]) ?? 0) + 1);
    const values = common(counts, most.values);
    if (values.length && !skip(field)) fields.push({ field, path: [], kind: 'values', values });
  }
  return { fields: withoutCopies(fields, sample), tags: skip('tags') ? [] : common(tags, most.tags) };
}

/** Of fields that say the same of nearly everybody (`city` beside `address.city`) the first: told twice, it would count twice. */
function withoutCopies(fields: FieldShape[], sample: Person[]): FieldShape[] {
  const some = sample.filter((_, i) => i % Math.ceil(sample.length / 2_000) === 0);
  const told = fields.map(({ path, field }) => some.map((p) => (path.length ? textAt(p.metadata, path) : p[field as 'country'])));
  const isCopy = (i: number, j: number) => {
    const either = some.flatMap((_, k) => ((told[i]?.[k] ?? told[j]?.[k]) === null ? [] : [k]));
    return either.filter((k) => told[i]?.[k] === told[j]?.[k]).length >= 0.98 * either.length;
  };
  const kept: number[] = [];
  for (const i of fields.keys()) if (!kept.some((j) => fields[i]?.kind === fields[j]?.kind && isCopy(i, j))) kept.push(i);
  return kept.map((i) => fields[i] as FieldShape);
}

function textAt(value: unknown, path: string[]): string | null {
  let found = value;
  for (const part of path) found = found && typeof found === 'object' ? (found as Record<string, unknown>)[part] : undefined;
  return found === undefined || found === null ? null : String(found);
}

type Seen = { path: string[]; texts: Map<string, number>; numbers: number[]; n: number };

function shapeOf(field: string, { path, texts, numbers, n }: Seen): FieldShape | null {
  if (numbers.length * 2 > n) {
    const different = new Set(numbers);
    if (different.size > 10) {
      numbers.sort((a, b) => a - b);
      const cut = [0.2, 0.4, 0.6, 0.8].map((q) => numbers[Math.floor(q * numbers.length)] as number);
      const bounds = [...new Set(cut)].filter((b) => b > (numbers[0] as number));
      return bounds.length ? { field, path, kind: 'ranges', bounds } : null;
    }
    for (const value of numbers) texts.set(String(value), (texts.get(String(value)) ?? 0) + 1);
  }
  const values = common(texts, most.values);
  return values.length ? { field, path, kind: 'values', values } : null;
}

/** The most frequent first; equal ones by name, so that the same people give the same model. */
const common = (counts: Map<string, number>, limit: number): string[] =>
  [...counts]
    .filter(([value, n]) => n >= rare && value.length <= most.chars)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([value]) => value);

/** Texts, numbers and booleans of an object and of the objects in it, two levels deep. */
function* leaves(object: Record<string, unknown>, path: string[] = []): Generator<[string[], string | number]> {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'number' || typeof value === 'string') yield [[...path, key], value];
    else if (typeof value === 'boolean') yield [[...path, key], value ? 'yes' : 'no'];
    else if (value && typeof value === 'object' && !Array.isArray(value) && path.length < 2)
      yield* leaves(value as Record<string, unknown>, [...path, key]);
  }
}
