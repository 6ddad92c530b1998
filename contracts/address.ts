import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { isPlainlyE164 } from './phone-plan';
import { trimText } from './text';

/** The normal form, or a sentence that says what is wrong. Exactly one of the two is there. */
export type Normalised = { ok: string; error?: undefined } | { ok?: undefined; error: string };

const error = (message: string): Normalised => ({ error: message });

// Never part of an address, invisible, and common in pasted text: soft hyphen, zero-width space, word joiner, BOM, bidi marks.
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
// RFC 5322 dot-atom; RFC 6532 adds what is not ASCII. White space, controls and unassigned code points are out.
const atom = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|(?![\p{Z}\p{C}])[^\p{ASCII}])+$/u;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const bytes = new TextEncoder();

/**
 * An email address in the one form that is stored and compared: trimmed (NBSP and zero-width too), lower case, the local part in NFC,
 * the domain in ASCII (`münchen.de` → `xn--mnchen-3ya.de`), so two spellings of one mailbox are one contact and one suppression.
 *
 * Syntax: RFC 5321 `Mailbox` with a dot-atom of RFC 5322 (6532 for other scripts) and a domain of two labels or more (IDNA by UTS 46, as
 * browsers do). Refused though RFC 5321 has them: quoted local parts, address literals. Refused because they are another grammar:
 * `Name <address>`, lists, `mailto:`. `+tags` and dots are kept: whether they matter is for the provider to say. At most 254 octets.
 */
export function normaliseEmail(input: string): Normalised {
  const text = trimText(input.replace(invisible, ''));
  if (!text) return error('the email is empty');
  const at = text.lastIndexOf('@');
  if (at < 0) return error('an email needs an @');
  const local = text.slice(0, at).normalize('NFC').toLowerCase().normalize('NFC');
  if (!local) return error('there is nothing before the @');
  if (/[\s\u00a0]/.test(text)) return error('an email has no spaces');
  if (/[<>"(),;:\\]/.test(text)) return error('give the bare address, without name, brackets or quotes');
  if (local.includes('@')) return error('an email has one @ only');
  if (!local.split('.').every((part) => atom.test(part))) return error('the part before the @ is not valid');
  if (bytes.encode(local).length > 64) return error('the part before the @ is longer than 64 octets');
  const domain = normaliseDomain(text.slice(at + 1));
  if (!domain) return error('the domain is not valid');
  const address = `${local}@${domain}`;
  return bytes.encode(address).length > 254 ? error('an email has at most 254 octets') : { ok: address };
}

/** ASCII form of a host name with two labels or more whose last is not a number; null when it is not one. */
function normaliseDomain(text: string): string | null {
  let domain = text.toLowerCase();
  if (!/^[a-z0-9.-]+$/.test(domain) || /(^|\.)xn--/.test(domain)) {
    // Of ASCII only letters, digits, dot and hyphen may reach the URL parser: the rest has a meaning in a URL.
    if (/[^a-z0-9.\-\u0080-\u{10ffff}]/u.test(domain)) return null;
    try {
      domain = new URL(`http://${domain}`).hostname;
    } catch {
      return null;
    }
  }
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 253 || !labels.every((l) => label.test(l))) return null;
  return /^\d+$/.test(labels.at(-1) as string) ? null : domain;
}

/**
 * A phone number in E.164 (`+14155550100`). Spaces, dots, hyphens, slashes and brackets are dropped, as is a spreadsheet's leading `'`.
 * A number without `+` needs `country` (ISO 3166-1 alpha-2), whose dialling rules then apply. Checked is the length for the numbering
 * plan, not whether a range is in use: ranges open faster than any library is updated. Letters (vanity numbers, extensions, `4.9E+11`
 * from a spreadsheet) are refused: they would be guessed.
 */
export function normalisePhone(input: string, country?: string | null): Normalised {
  const text = trimText(input.normalize('NFKC').replace(invisible, '')).replace(/^'(?=[+\d(])/, '');
  if (!text) return error('the phone number is empty');
  if (!/^\+?[\d\s().\-/\u2010-\u2015]+$/.test(text)) return error('a phone number has digits, spaces and + ( ) - . / only');
  const number = text.replace(/[^\d+]/g, '');
  if (number.startsWith('+')) {
    if (isPlainlyE164(number)) return { ok: number };
  } else if (!country) return error('a number without + and country code needs a country');
  else if (!isSupportedCountry(country.toUpperCase())) return error(`no numbering plan is known for ${country}`);
  const parsed = parsePhoneNumberFromString(text, country ? { defaultCountry: country.toUpperCase() as CountryCode } : {});
  return parsed?.isPossible() ? { ok: parsed.number } : error('not a possible phone number of its country');
}
