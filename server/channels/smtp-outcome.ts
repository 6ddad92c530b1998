import type { Outcome } from './channel';

/** The parts of a nodemailer error that say what happened. */
export type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

// Addresses that do not exist or no longer take mail (RFC 3463): not 5.1.7 and 5.1.8, which are about the sender.
export const deadAddress = /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$/;
// The recipient refused without an enhanced code (RFC 5321, 4.2.3): no mailbox, not local, name not allowed.
const deadWithoutCode = new Set([550, 551, 553]);
// A wrong password or TLS policy is our fault, and it will be mended: never the recipient's.
const ourFault = new Set([530, 534, 535, 538]);

/**
 * What an SMTP failure means. With a reply it is definite; without one it depends on whether any of the message had been sent.
 * @param payloadBegun whether a byte of the message was handed to the connection
 */
export function smtpOutcome(error: SmtpError, payloadBegun: boolean): Outcome {
  const reply = (error.response ?? '').replace(/\s+/g, ' ').trim().slice(0, 500);
  const message = reply || error.message;
  const status = error.responseCode;
  if (!status) {
    if (payloadBegun) return { kind: 'ambiguous', message };
    const ours = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
    return ours ? { kind: 'rejected', permanent: true, code: 'refused_locally', message, hardBounce: false } : { kind: 'retry', message };
  }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  // A bare 421 says that the connection ends, and may cross a message that was just stored; 4.7.x is a refusal of this message.
  if (status === 421 && payloadBegun && !enhanced?.startsWith('4.7.')) return { kind: 'ambiguous', message };
  const atConnection = error.command === 'CONN' || error.command === 'EHLO' || error.command?.startsWith('AUTH') || error.code === 'EAUTH';
  if (status < 500 || atConnection || ourFault.has(status)) return { kind: 'retry', message };
  const hardBounce = enhanced ? deadAddress.test(enhanced) : error.command === 'RCPT TO' && deadWithoutCode.has(status);
  return { kind: 'rejected', permanent: true, code: enhanced ? `${status} ${enhanced}` : String(status), message, hardBounce };
}
