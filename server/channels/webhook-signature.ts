import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds by which the clocks of sender and receiver may differ. */
const TOLERANCE_S = 5 * 60;
/** Of HMAC-SHA256. */
const SIGNATURE_BYTES = 32;

type Head = { id: string; timestamp: string; signatures: Buffer[]; problem?: never };
type Wrong = { id?: never; problem: string };

/**
 * What of a Standard Webhooks signature (standardwebhooks.com) can be told without the body: whether its three headers are there, well
 * formed and of now. Svix's names of the headers are read too.
 */
export function webhookHead(headers: Headers, now: Date): Head | Wrong {
  const header = (name: string) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? '';
  const [id, timestamp, given] = [header('id'), header('timestamp'), header('signature')];
  if (!id || !timestamp || !given) return { problem: 'webhook-id, webhook-timestamp and webhook-signature are needed' };
  if (!/^[\x21-\x7e]{1,255}$/.test(id)) return { problem: 'webhook-id has 1 to 255 printable characters' };
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S)
    return { problem: 'webhook-timestamp is more than five minutes off' };
  const signatures = given
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
    .filter((one) => one.length === SIGNATURE_BYTES);
  return signatures.length ? { id, timestamp, signatures } : { problem: 'the signature does not fit' };
}

/**
 * Checks a Standard Webhooks signature: HMAC-SHA256 of `id.timestamp.body` over the raw bytes, base64, one of several `v1,…` in the
 * header. Answers the webhook's id; else why it is not the sender's, not whole, or not of now.
 * @param secret `whsec_` and base64
 */
export function standardWebhook(
  headers: Headers,
  body: string | Uint8Array,
  secret: string,
  now: Date,
): { id: string; problem?: never } | Wrong {
  const head = webhookHead(headers, now);
  if (head.problem !== undefined) return head;
  const expected = sign(head.id, head.timestamp, body, secret);
  return head.signatures.some((one) => same(one, expected)) ? { id: head.id } : { problem: 'the signature does not fit' };
}

/** The headers that `standardWebhook` checks. */
export function standardWebhookHeaders(id: string, body: string | Uint8Array, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = `v1,${sign(id, timestamp, body, secret).toString('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

const sign = (id: string, timestamp: string, body: string | Uint8Array, secret: string) =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest();

/** Hours for which Mailgun tries a webhook again. */
const MAILGUN_TRIES_H = 9;

/**
 * Checks Mailgun's: `signature: {timestamp, token, signature}` in the body, hex HMAC-SHA256 of timestamp and token. It does not cover the
 * event itself, so only TLS vouches for that; the token is used once by the sender, and what it reports is recorded once.
 */
export function mailgunWebhookId(body: unknown, secret: string, now: Date): string | null {
  const { timestamp, token, signature } = ((body as { signature?: unknown })?.signature ?? {}) as Record<string, unknown>;
  if (typeof token !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(String(timestamp))) return null;
  const age = now.getTime() / 1000 - Number(timestamp);
  if (age < -TOLERANCE_S || age > MAILGUN_TRIES_H * 3600) return null;
  const expected = createHmac('sha256', secret).update(`${timestamp}${token}`).digest();
  return same(Buffer.from(signature, 'hex'), expected) ? token.slice(0, 200) : null;
}

const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
