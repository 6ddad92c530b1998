import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import type { Channel } from '@/contracts/limits';

export type EmailSender = { name: string; address: string };

// biome-ignore lint/suspicious/noControlCharactersInRegex: header injection lives on control characters
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/**
 * Reads a From: `address` or `Name <address>`, one address only; the name may be quoted.
 * @throws 422 at `from`: control characters, line separators and direction overrides are refused, not cleaned.
 */
export function parseEmailSender(from: string): EmailSender {
  if (unsafe.test(from)) throw invalid(['from'], 'invalid_from', 'the sender has control characters');
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]+)>\s*$/.exec(from);
  const given = match ? (match[3] as string) : from;
  const email = normaliseEmail(given);
  if (!email.ok)
    throw invalid(['from'], 'invalid_from', `the sender needs the form \`name@domain\` or \`Name <name@domain>\`: ${email.error}`);
  const name = match ? (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '').trim() : '';
  if (name.length > 200) throw invalid(['from'], 'invalid_from', 'the name of the sender has at most 200 characters');
  return { name, address: email.ok };
}

/**
 * Checks the sender of a channel and answers it in one form: `Name <address>`, E.164, or an alphanumeric sender id of at most 11
 * characters with a letter in it (3GPP TS 23.040, 9.1.2.5).
 * @throws 422 at `from`
 */
export function parseSender(channel: Channel, from: string): string {
  if (channel === 'email') {
    const { name, address } = parseEmailSender(from);
    return name ? `${/^[\p{L}\p{N} _'&-]+$/u.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>` : address;
  }
  const trimmed = from.trim();
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(trimmed)) return trimmed;
  const phone = normalisePhone(trimmed);
  if (!phone.ok) throw invalid(['from'], 'invalid_from', 'an SMS is sent from an E.164 number or from at most 11 letters and digits');
  return phone.ok;
}
