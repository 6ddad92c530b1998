import { normaliseEmail, normalisePhone } from '@/contracts/address';
import type { ContactPatch } from '@/contracts/contact';
import { AppError, type Issue } from '@/contracts/errors';
import { metadataIssues } from '@/contracts/metadata';
import { normaliseCountry, normaliseLanguage, normaliseTimezone } from '@/contracts/places';
import { isStorable, trimText } from '@/contracts/text';

/** The given fields in normal form (absent stays absent, null and empty text are null), and everything that is wrong with them. */
export function checkContact(input: ContactPatch, knownCountry?: string | null): { values: ContactPatch; issues: Issue[] } {
  const issues: Issue[] = [];
  const values: ContactPatch = {};
  const set = (
    field: 'email' | 'phone' | 'name' | 'country' | 'timezone' | 'language',
    check: (text: string) => string | Issue['message'][],
  ) => {
    const given = input[field];
    if (given === undefined) return;
    const text = given === null ? '' : trimText(given);
    const result = text === '' ? null : check(text);
    if (Array.isArray(result)) issues.push({ path: [field], code: `invalid_${field}`, message: result[0] ?? 'not valid' });
    else values[field] = result;
  };
  set('country', (text) => normaliseCountry(text) ?? ['not an ISO 3166-1 alpha-2 country code']);
  set('timezone', (text) => normaliseTimezone(text) ?? ['not an IANA time zone']);
  set('language', (text) => normaliseLanguage(text) ?? ['not a BCP 47 language tag']);
  set('name', (text) => (isStorable(text) ? text : ['text with NUL or half of a surrogate pair cannot be stored']));
  set('email', (text) => {
    const { ok, error } = normaliseEmail(text);
    return ok ?? [error];
  });
  set('phone', (text) => {
    const { ok, error } = normalisePhone(text, values.country === undefined ? knownCountry : values.country);
    return ok ?? [error];
  });
  if (input.tags) {
    values.tags = [...new Set(input.tags.map(trimText).filter(Boolean))];
    const bad = input.tags.findIndex((tag) => !isStorable(tag));
    if (bad >= 0)
      issues.push({ path: ['tags', bad], code: 'invalid_text', message: 'text with NUL or half of a surrogate pair cannot be stored' });
  }
  if (input.metadata) {
    values.metadata = input.metadata;
    issues.push(...metadataIssues(input.metadata).map((i) => ({ ...i, path: ['metadata', ...i.path] })));
  }
  return { values, issues };
}

/** 422 with every issue, each under `path`; nothing when there is none. */
export function refuse(issues: Issue[], path: (string | number)[] = []): void {
  if (!issues.length) return;
  const placed = issues.map((i) => ({ ...i, path: [...path, ...i.path] }));
  throw new AppError('validation_failed', placed[0]?.message ?? 'not valid', placed);
}
