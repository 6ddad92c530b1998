import type { ModelFeature } from '@/contracts/custom';
import type { Model } from './model';
import { none, other, type Tokeniser } from './tokens';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** The field as people read it: `metadata.billing.plan` → billing plan. */
export function nameOf(field: string): string {
  const own: Record<string, string> = { created: 'added', opened: 'last open', clicked: 'last click', timezone: 'time zone' };
  if (field.startsWith('tags: ')) return `the tag “${field.slice(6)}”`;
  return own[field] ?? field.replace(/^metadata\./, '').replace(/[._]+/g, ' ');
}

/** A token as a property of a person: “plan pro”, “in Denmark”, “opened an email in the last 7 days”. */
export function sayToken({ field, value }: Tokeniser['spell'][number]): string {
  if (field.startsWith('tags: ')) return `the tag “${field.slice(6)}”`;
  const absent = value === none;
  switch (field) {
    case 'created':
      return `added ${value}`;
    case 'opened':
      return absent ? 'never opened an email' : `opened an email ${value}`;
    case 'clicked':
      return absent ? 'never clicked in an email' : `clicked in an email ${value}`;
    case 'country':
      return absent ? 'no country' : value === other ? 'a rarer country' : `in ${display(regions, value)}`;
    case 'language':
      return absent ? 'no language' : value === other ? 'a rarer language' : `speaks ${display(languages, value)}`;
    default:
      return absent ? `no ${nameOf(field)}` : value === other ? `a rarer ${nameOf(field)}` : `${nameOf(field)} ${value}`;
  }
}

function display(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // not a code that CLDR knows
  }
}

/** One property with its weight, in a sentence: who else has it. */
export function sayReason(token: Tokeniser['spell'][number], weight: number, seed: number, others: number): string {
  const what = sayToken(token);
  const start = weight > 0 ? (token.field.startsWith('tags: ') ? `also has ${what}` : sameAs(token, what)) : capital(what);
  return `${capital(start)}: ${percent(seed)} of the seed, ${percent(others)} of the others`;
}

function sameAs({ field, value }: Tokeniser['spell'][number], what: string): string {
  if (['created', 'opened', 'clicked'].includes(field) || value === none || value === other) return what;
  const shown = field === 'country' ? display(regions, value) : field === 'language' ? display(languages, value) : value;
  return `same ${nameOf(field)}, ${shown}`;
}

export const percent = (share: number) =>
  share > 0 && share < 0.01 ? 'under 1 %' : share > 0.99 && share < 1 ? 'over 99 %' : `${Math.round(share * 100)} %`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the model looks at; first what tells most people apart (information value: difference of the shares times weight). */
export function featuresOf(model: Model, spell: Tokeniser['spell'], limit: number): ModelFeature[] {
  return spell
    .map((token, i) => ({
      field: token.field,
      value: token.value,
      text: sayToken(token),
      weight: model.weights[i] ?? 0,
      seed: model.seedShare[i] ?? 0,
      others: model.othersShare[i] ?? 0,
    }))
    .filter((f) => f.weight !== 0 && (f.seed >= 0.01 || f.others >= 0.01))
    .sort((a, b) => informationOf(b) - informationOf(a))
    .slice(0, limit);
}

const informationOf = ({ weight, seed, others }: ModelFeature) => Math.abs(weight * (seed - others));
