import PostalMime from 'postal-mime';
import { deadAddress } from '@/server/channels/smtp-outcome';
import { dateOf, type MailReport, messageIdOf } from './mail-report';

type Fields = Map<string, string>;

/**
 * What a mail that came back reports: a delivery status notification (RFC 3464, `multipart/report` with `message/delivery-status`), or a
 * complaint in the abuse reporting format (RFC 5965, `message/feedback-report`). Nothing for any other mail: an answer, a vacation note.
 */
export async function readReturnedMail(raw: string | Uint8Array): Promise<MailReport[]> {
  const mail = await PostalMime.parse(raw);
  const type = mail.headers.find((h) => h.key === 'content-type')?.value ?? '';
  if (!/^\s*multipart\/report\b/i.test(type)) return [];
  const part = (...types: string[]) => mail.attachments.find((a) => types.includes(a.mimeType.toLowerCase()));
  const original = headersOf(textOf(part('message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global')?.content));
  const messageId = messageIdOf(original.get('x-entity-ref-id')) ?? messageIdOf(original.get('message-id'));
  const status = part('message/delivery-status', 'message/global-delivery-status');
  const feedback = part('message/feedback-report');
  const at = dateOf(mail.date);
  if (status) return readStatus(textOf(status.content), { messageId, at });
  return feedback ? readFeedback(headersOf(textOf(feedback.content)), original, { messageId, at }) : [];
}

type Common = Pick<MailReport, 'messageId' | 'at'>;

/** Groups of fields, apart by an empty line: the first about the message, then one for each recipient (RFC 3464, 2.1). */
function readStatus(text: string, common: Common): MailReport[] {
  const [, ...recipients] = text.split(/\r?\n[ \t]*\r?\n/).filter((group) => group.trim());
  return recipients.slice(0, 100).flatMap((group): MailReport[] => {
    const fields = headersOf(group);
    const action = (fields.get('action') ?? '').toLowerCase();
    const email = addressOf(fields.get('original-recipient')) ?? addressOf(fields.get('final-recipient'));
    const report = { ...common, providerId: null, email, id: null };
    if (action === 'delivered') return [{ ...report, type: 'delivered' }];
    if (action !== 'failed' && action !== 'delayed') return []; // relayed, expanded: on its way
    const diagnostic = fields.get('diagnostic-code') ?? '';
    const bounce = action === 'failed' && isDead(fields.get('status') ?? '', diagnostic) ? 'hard' : 'soft';
    return [{ ...report, type: 'bounced', bounce, reason: (diagnostic || fields.get('status') || action).slice(0, 500) }];
  });
}

/** Whether a status says that the address itself is dead. A mail refused for what it says, or a full mailbox, is none of the address's fault. */
function isDead(status: string, diagnostic: string): boolean {
  const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/;
  const enhanced = [code.exec(status)?.[0], code.exec(diagnostic.replace(/^[^;]*;/, ''))?.[0]];
  // x.0.0 says nothing; the remote server's own words then do
  const telling = enhanced.find((one) => one && !/^[245]\.0\.0$/.test(one));
  if (telling) return deadAddress.test(telling);
  return /\b55[013]\b/.test(diagnostic);
}

const complaints = new Set(['abuse', 'fraud', 'virus', 'other']);

function readFeedback(fields: Fields, original: Fields, common: Common): MailReport[] {
  const kind = (fields.get('feedback-type') ?? '').toLowerCase();
  if (!complaints.has(kind)) return []; // not-spam takes one back, auth-failure is about our DNS
  const email = addressOf(fields.get('original-rcpt-to')) ?? addressOf(original.get('to'));
  const at = dateOf(fields.get('arrival-date') ?? fields.get('received-date')) ?? common.at;
  return [{ ...common, at, type: 'complained', providerId: null, email, id: null, reason: kind }];
}

/** Field names in lower case; folded lines joined; of a repeated field the first. */
function headersOf(text: string): Fields {
  const block = text.split(/\r?\n[ \t]*\r?\n/, 1)[0] ?? '';
  const fields: Fields = new Map();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const match = /^([\x21-\x39\x3b-\x7e]{1,100}):[ \t]*(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name && !fields.has(name)) fields.set(name, (match?.[2] ?? '').trim().slice(0, 2_000));
  }
  return fields;
}

/** `rfc822; ada@example.net`, `Ada <ada@example.net>` or the bare address. */
function addressOf(value: string | undefined): string | null {
  const text = value?.replace(/^[^;]*;/, '').trim() ?? '';
  return /<([^<>]+)>/.exec(text)?.[1] ?? (text.includes('@') ? text : null);
}

const textOf = (content: string | ArrayBuffer | Uint8Array | undefined): string =>
  typeof content === 'string' ? content : content ? new TextDecoder().decode(content) : '';
