import { createHash } from 'node:crypto';
import type { AdPlatform } from '@/contracts/ads';

/** A contact's values: email and phone in the normal forms that contacts hold (lower case; E.164). */
export type Person = { email: string | null; phone: string | null; name: string | null; country: string | null };
/** What a platform matches by. `more`: keys that only help to match (Facebook's names and country). */
export type Keys = { email?: string; phone?: string; more?: Record<string, string> };

const lower = (text: string) => text.trim().toLowerCase();
const noSpace = (text: string) => lower(text).replace(/\s/g, '');
const digitsOnly = (phone: string) => phone.replace(/\D/g, '').replace(/^0+/, '');

/**
 * The values that are hashed, as each platform documents them:
 * - Facebook (Customer File Custom Audiences): email trimmed, lower case; phone digits only with country code, no leading zeros; names
 *   lower case without punctuation; country as two lower-case letters.
 * - Google (Data Manager API, Format user data): no white space, lower case, and for gmail.com and googlemail.com no dots before the @;
 *   phone in E.164 with the plus sign.
 * - TikTok: email trimmed, lower case. Its pages contradict each other on the plus sign of a phone; its published hash (65b7e6dc…) is
 *   of the digits alone, so that is what is hashed.
 * - LinkedIn (DMP segment users): email trimmed, lower case; nothing else that can be hashed.
 */
export function normaliseFor(platform: AdPlatform, person: Person): Keys {
  const { email, phone } = person;
  switch (platform) {
    case 'facebook':
      return { ...some('email', email && noSpace(email)), ...some('phone', phone && digitsOnly(phone)), ...facebookExtras(person) };
    case 'google':
      return { ...some('email', email && gmailWithoutDots(noSpace(email))), ...some('phone', phone?.trim()) };
    case 'tiktok':
      return { ...some('email', email && noSpace(email)), ...some('phone', phone && digitsOnly(phone)) };
    case 'linkedin':
      return some('email', email && noSpace(email));
  }
}

/** The same keys, each value as the lower-case hex SHA-256 of its UTF-8 bytes. */
export function hashKeys(keys: Keys): Keys {
  return {
    ...some('email', keys.email && sha256(keys.email)),
    ...some('phone', keys.phone && sha256(keys.phone)),
    ...(keys.more ? { more: Object.fromEntries(Object.entries(keys.more).map(([key, value]) => [key, sha256(value)])) } : {}),
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

function some<K extends 'email' | 'phone'>(key: K, value: string | null | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}

function gmailWithoutDots(email: string): string {
  const at = email.lastIndexOf('@');
  return /^(gmail|googlemail)\.com$/.test(email.slice(at + 1)) ? email.slice(0, at).replaceAll('.', '') + email.slice(at) : email;
}

/** Names only from a name of exactly two words: guessing which of three is the family name would cost matches instead of winning them. */
function facebookExtras({ name, country }: Person): Pick<Keys, 'more'> {
  const words = (name ?? '')
    .normalize('NFC')
    .trim()
    .split(/\s+/)
    .map((word) => lower(word).replace(/[\p{P}\p{S}\d]/gu, ''))
    .filter(Boolean);
  const more: Record<string, string> = {};
  const [first, last] = words;
  if (first && last && words.length === 2) Object.assign(more, { FN: first, LN: last });
  if (country && /^[A-Za-z]{2}$/.test(country)) more.COUNTRY = country.toLowerCase();
  return Object.keys(more).length ? { more } : {};
}
