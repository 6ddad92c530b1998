import { normaliseEmail } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import type { Channel } from '@/contracts/limits';

const DEFAULT_SMS_SENDER = 'Muster';

/**
 * The sender as it is stored: email `address` or `Name <address>`; SMS an E.164 number or a sender id (GSM: up to 11 letters, digits
 * and spaces, at least one letter).
 * @throws AppError validation_failed at `from`
 */
export function senderOf(channel: Channel, from: string | undefined): string {
  if (channel === 'sms') {
    const sender = from?.trim() ?? process.env.SMS_FROM ?? DEFAULT_SMS_SENDER;
    if (/^\+[1-9]\d{6,14}$/.test(sender) || (/^[A-Za-z0-9 ]{1,11}$/.test(sender) && /[A-Za-z]/.test(sender))) return sender;
    throw invalid(['from'], 'invalid', 'an SMS is sent from an E.164 number (+15551234567) or a sender id of up to 11 letters and digits');
  }
  if (from === undefined) throw invalid(['from'], 'required', 'an email needs a sender: from, for example hello@yourdomain.com');
  return emailSender(from);
}

function emailSender(from: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what could end a header line must not get into one
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(from)) throw invalid(['from'], 'invalid', 'the sender holds control characters');
  const [, name = '', bracketed] = /^\s*("[^"\\]*"|[^"<>]*?)\s*<([^<>\s]+)>\s*$/.exec(from) ?? [];
  const address = normaliseEmail(bracketed ?? from);
  if (!address.ok) throw invalid(['from'], 'invalid', `the sender is neither an address nor Name <address>: ${address.error}`);
  const label = name.replace(/^"|"$/g, '').trim();
  return label ? `${/[^\w .'-]/.test(label) ? `"${label}"` : label} <${address.ok}>` : address.ok;
}
