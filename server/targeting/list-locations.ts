import { iso31661, iso31662 } from 'iso-3166';
import { invalid } from '@/contracts/errors';
import { normaliseCountry, normaliseLanguage } from '@/contracts/places';
import type { Location, LocationsQuery, Sourced } from '@/contracts/targeting';
import { search, slicePage } from './search';

/** The edition of the codes: the day on which the package `iso-3166` 4.4.0 was published. */
const source = { kind: 'standard' as const, name: 'ISO 3166-1 and 3166-2, names of countries from CLDR', as_of: '2026-03-05' };

/**
 * Countries by name, each followed by its regions when no type is asked for. Names of countries are in the asked language (CLDR, by way
 * of Intl); regions carry their name in ISO 3166-2. Data for everybody: no tenant, no database.
 * @throws 422 for a locale or a country that is none
 */
export async function listLocations(query: LocationsQuery): Promise<Sourced<Location>> {
  const locale = normaliseLanguage(query.locale);
  if (!locale) throw invalid(['locale'], 'invalid_locale', `"${query.locale}" is no BCP 47 language tag`);
  const country = query.country && normaliseCountry(query.country);
  if (query.country && !country) throw invalid(['country'], 'unknown_country', `"${query.country}" is no ISO 3166-1 country`);
  const all = inLocale(locale).filter((l) => (!query.type || l.type === query.type) && (!country || l.country === country));
  return {
    ...slicePage(
      search(all, query.q, (l) => [l.name, l.code]),
      query,
    ),
    source,
  };
}

/** A country or region by its code in capitals, named in English; undefined when it is none. */
export const findLocation = (code: string): Location | undefined => inLocale('en').find((l) => l.code === code);

const lists = new Map<string, Location[]>();

function inLocale(locale: string): Location[] {
  const known = lists.get(locale);
  if (known) return known;
  const made = locations(locale);
  if (lists.size < 20) lists.set(locale, made);
  return made;
}

function locations(locale: string): Location[] {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region' });
  const order = new Intl.Collator(locale);
  const byName = <T extends { name: string }>(a: T, b: T) => order.compare(a.name, b.name);
  const regions = groupRegions();
  return iso31661
    .map(({ alpha2 }) => ({ alpha2, name: names.of(alpha2) ?? alpha2 }))
    .sort(byName)
    .flatMap(({ alpha2, name }): Location[] => [
      { code: alpha2, type: 'country', name, country: alpha2, parent: null },
      ...(regions.get(alpha2) ?? []).toSorted(byName),
    ]);
}

/** Regions by country; a region may be inside another (`FR-75C` in `FR-IDF`). */
function groupRegions(): Map<string, Location[]> {
  const found = new Map<string, Location[]>();
  for (const { code, name, parent } of iso31662) {
    const country = code.slice(0, 2);
    const list = found.get(country) ?? [];
    list.push({ code, type: 'region', name, country, parent });
    found.set(country, list);
  }
  return found;
}
