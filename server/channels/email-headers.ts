import type SendMail from 'nodemailer/lib/mailer';
import { encodeId } from '@/contracts/ids';
import type { OutgoingEmail } from './channel';
import { parseEmailSender } from './sender';

/** Ours, on one line: a folded List-Unsubscribe is what some receivers and DKIM signers trip over. */
const unfolded = (value: string) => ({ prepared: true, foldLines: false, value });

/**
 * The message as nodemailer takes it. Addresses are objects, never joined text; the subject is one line already; List-Unsubscribe is
 * made from a parsed URL. One-click unsubscribe: RFC 8058; List-Id: RFC 2919.
 */
export function emailMessage(mail: OutgoingEmail) {
  const from = parseEmailSender(mail.from);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const organization = mail.orgId && encodeId('organization', mail.orgId);
  // Hosts have no underscore (RFC 952), so ids become `aud-01k…`.
  const listId = `${(mail.list?.id ?? organization ?? 'muster').replace('_', '-')}.${domain}`;
  const headers: Record<string, string | { prepared: boolean; foldLines: boolean; value: string }> = {
    ...(mail.unsubscribeUrl && {
      'List-Unsubscribe': unfolded(`<${new URL(mail.unsubscribeUrl).href}>`),
      'List-Unsubscribe-Post': unfolded('List-Unsubscribe=One-Click'),
      'List-Id': unfolded(`<${listId}>`),
    }),
    'X-Entity-Ref-ID': encodeId('message', mail.id),
    ...(organization && { 'X-Muster-Organization': organization }),
    ...(mail.userId && { 'X-Muster-Person': encodeId('user', mail.userId) }),
    // Tells vacation responders to stay silent: Precedence the old ones, Auto-Submitted (RFC 3834) the new, the last Exchange.
    ...(mail.unsubscribeUrl ? { Precedence: 'bulk' } : { 'Auto-Submitted': 'auto-generated' }),
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  };
  if (mail.test) headers['X-Muster-Test'] = '1';
  return {
    from,
    to: { name: '', address: mail.to },
    envelope: { from: mail.returnPath ?? from.address, to: [mail.to] },
    messageId: `<${mail.id}@${domain}>`,
    date: new Date(),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers,
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  } satisfies SendMail.Options;
}
