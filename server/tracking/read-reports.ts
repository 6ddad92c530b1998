import { AppError } from '@/contracts/errors';
import { hookReports, type MailHookProvider } from '@/contracts/hooks';
import { issuesOf } from '@/contracts/issues';
import { dateOf, type MailReport, messageIdOf } from './mail-report';

type Json = Record<string, unknown>;

/**
 * What the body of a provider's webhook reports; nothing for kinds of events that we do not keep (accepted, queued).
 * @throws AppError validation_failed for our own shape only: a provider that adds a kind of event must not be told that it is wrong
 */
export function readReports(provider: MailHookProvider, body: unknown): MailReport[] {
  switch (provider) {
    case 'standard':
      return readStandard(body);
    case 'resend':
      return readResend(object(body));
    case 'mailgun':
      return readMailgun(object(object(body)['event-data']));
  }
}

function readStandard(body: unknown): MailReport[] {
  const parsed = hookReports.safeParse(body);
  if (!parsed.success) {
    const issues = issuesOf(parsed.error);
    throw new AppError('validation_failed', issues[0]?.message ?? 'not valid', issues);
  }
  return parsed.data.events.map((e) => ({
    type: e.type,
    messageId: messageIdOf(e.message_id) ?? messageIdOf(e.provider_id),
    providerId: e.provider_id ?? null,
    email: e.email ?? null,
    at: e.at ? new Date(e.at) : null,
    id: e.id ?? null,
    bounce: e.bounce,
    reason: e.reason,
    url: e.url,
    agent: e.user_agent,
  }));
}

const resendTypes: Record<string, MailReport['type']> = {
  'email.delivered': 'delivered',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.bounced': 'bounced',
  'email.delivery_delayed': 'bounced',
  'email.complained': 'complained',
};

/** resend.com/docs/webhooks: `{type, created_at, data: {email_id, to: [address], bounce: {type, message}, click: {link, userAgent}}}`. */
function readResend(body: Json): MailReport[] {
  const type = resendTypes[text(body.type) ?? ''];
  if (!type) return [];
  const data = object(body.data);
  const bounce = object(data.bounce);
  const click = object(data.click);
  const headers = Array.isArray(data.headers) ? data.headers.map(object) : [];
  const named = (name: string) => text(headers.find((h) => text(h.name)?.toLowerCase() === name)?.value);
  const permanent = body.type === 'email.bounced' && (text(bounce.type) ?? 'Permanent') === 'Permanent';
  const messageId = messageIdOf(named('x-entity-ref-id')) ?? messageIdOf(text(data.message_id)) ?? messageIdOf(named('message-id'));
  return list(data.to).map((email) => ({
    type,
    messageId,
    providerId: text(data.email_id) ?? null,
    email,
    at: dateOf(click.timestamp) ?? dateOf(body.created_at),
    id: null,
    ...(type === 'bounced' && { bounce: permanent ? 'hard' : 'soft', reason: text(bounce.message) }),
    url: text(click.link),
    agent: text(click.userAgent),
  }));
}

const mailgunTypes: Record<string, MailReport['type']> = {
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  failed: 'bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** documentation.mailgun.com, webhook payloads: `event-data` with `event`, `severity`, `recipient`, `message.headers.message-id`. */
function readMailgun(data: Json): MailReport[] {
  const type = mailgunTypes[text(data.event) ?? ''];
  if (!type) return [];
  const status = object(data['delivery-status']);
  const messageId = text(object(object(data.message).headers)['message-id']);
  return [
    {
      type,
      messageId: messageIdOf(messageId),
      providerId: messageId ?? null,
      email: text(data.recipient) ?? null,
      at: dateOf(data.timestamp),
      id: text(data.id) ?? null,
      ...(type === 'bounced' && {
        // given up as `old` or `generic` says nothing of the address; `suppress-bounce`: Mailgun's own list knows it as dead
        bounce: data.severity === 'permanent' && /^(suppress-)?bounce$/.test(text(data.reason) ?? '') ? 'hard' : 'soft',
        reason: text(status.message) || text(status.description) || text(data.reason),
      }),
      url: text(data.url),
      agent: text(object(data['client-info'])['user-agent']),
    },
  ];
}

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value.slice(0, 4_000) : undefined);
const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? []).slice(0, 50);
