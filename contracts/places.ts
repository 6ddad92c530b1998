import { timeZoneNames } from './time-zones';

/** ISO 3166-1 alpha-2, the 249 officially assigned codes. */
const countries = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN ' +
    'CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM ' +
    'HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ' +
    'ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI ' +
    'VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

export const countryCodes: readonly string[] = [...countries];

/** `us` → `US`; null when it is no assigned ISO 3166-1 alpha-2 code. */
export function normaliseCountry(text: string): string | null {
  const code = text.trim().toUpperCase();
  return countries.has(code) ? code : null;
}

const zones = new Map<string, string | null>();

/**
 * An IANA time zone in its usual spelling (`europe/paris` → `Europe/Paris`), or null. Offsets such as `+05:30` are no zones: they
 * know no daylight saving, and PostgreSQL reads their sign the other way round.
 */
export function normaliseTimezone(text: string): string | null {
  const name = text.trim();
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = resolve(name);
  if (zones.size < 5000) zones.set(name, zone);
  return zone;
}

let spellings: Map<string, string> | undefined;

function resolve(name: string): string | null {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return null;
  spellings ??= new Map([...Intl.supportedValuesOf('timeZone'), ...timeZoneNames()].map((z) => [z.toLowerCase(), z]));
  const usual = spellings.get(name.toLowerCase());
  if (usual) return usual;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name; // an alias such as US/Eastern or UTC: kept, renaming a zone under its owner helps nobody
  } catch {
    return null;
  }
}

/** A BCP 47 language tag in canonical case (`EN-us` → `en-US`), or null. */
export function normaliseLanguage(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.trim())[0] ?? null;
  } catch {
    return null;
  }
}
