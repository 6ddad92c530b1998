import { languageCodes } from '@/contracts/languages';
import { countryCodes } from '@/contracts/places';
import type { Field } from '@/contracts/segment';
import { timeZoneNames } from '@/contracts/time-zones';

type Standard = { values: readonly string[]; nameOf: (value: string) => string | null };

const named = (type: 'region' | 'language', values: readonly string[]): Standard => {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  return {
    values,
    nameOf: (value) => {
      try {
        return names.of(value) ?? null;
      } catch {
        return null; // not even the shape of a code
      }
    },
  };
};

const made = new Map<string, Standard>();
const makers: Record<string, () => Standard> = {
  country: () => named('region', countryCodes),
  language: () => named('language', languageCodes),
  timezone: () => ({ values: timeZoneNames(), nameOf: () => null }),
};

/** The values of a field that a standard lists (ISO 3166-1, ISO 639-1, IANA), with their names in words. Null for every other field. */
function standardOf(field: string): Standard | null {
  const make = makers[field];
  if (!make) return null;
  const known = made.get(field) ?? make();
  made.set(field, known);
  return known;
}

/** What the field's input offers: the values seen, the commonest first, then the rest of the standard's. */
export function suggestionsOf(field: Field): readonly unknown[] {
  const standard = standardOf(field.name);
  return standard ? [...new Set([...field.examples, ...standard.values])] : field.examples;
}

/** `US` → `United States`; null where a value says enough. */
export const nameOf = (field: Field, value: unknown): string | null =>
  typeof value === 'string' ? (standardOf(field.name)?.nameOf(value) ?? null) : null;
