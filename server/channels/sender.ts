import { normaliseEmail } from '@/contracts/address';
import { invalid } from '@/contracts/errors';

type EmailSender = { name: string; address: string };

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
  if (/=\?[^?\s]+\?[bq]\?/i.test(name)) throw invalid(['from'], 'invalid_from', 'give the name of the sender as plain text, not encoded');
  return { name, address: email.ok };
}
