import { invalid } from '@/contracts/errors';
import type { Channel } from '@/contracts/limits';
import { parseEmailSender } from '@/server/channels/sender';

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
    throw invalid(
      ['from'],
      'invalid_from',
      'an SMS is sent from an E.164 number (+15551234567) or a sender id of up to 11 letters and digits',
    );
  }
  if (from === undefined) throw invalid(['from'], 'required', 'an email needs a sender: from, for example hello@yourdomain.com');
  const { name, address } = parseEmailSender(from);
  if (!name) return address;
  return `${/^[\w .'-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>`;
}
