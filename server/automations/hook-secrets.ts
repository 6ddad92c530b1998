import { createHmac, timingSafeEqual } from 'node:crypto';

/** What webhooks are signed with is derived, not stored: it changes with the automation's `hookGeneration` and with MUSTER_SECRET. */
type Of = { id: string; hookGeneration: number };
type Settings = { MUSTER_SECRET: string };

/** `in`: callers of the trigger sign with it; `out`: our calls are signed with it. `whsec_` and 32 bytes, as in Standard Webhooks. */
export function hookSecret(direction: 'in' | 'out', automation: Of, settings: Settings): string {
  const key = createHmac('sha256', settings.MUSTER_SECRET)
    .update(`automation webhook ${direction} ${automation.id} ${automation.hookGeneration}`)
    .digest('base64');
  return `whsec_${key}`;
}

/** `v1,<base64>` over `id.timestamp.body`. @param timestamp seconds */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

const TOLERANCE_SECONDS = 300;

/** Why a call is not one of somebody who has the secret; null when it is. Several signatures (rotation) may be given, divided by spaces. */
export function signatureProblem(secret: string, headers: Headers, body: string, now: Date): string | null {
  const [id, at, given] = [headers.get('webhook-id'), headers.get('webhook-timestamp'), headers.get('webhook-signature')];
  if (!id || !at || !given) return 'webhook-id, webhook-timestamp and webhook-signature are needed';
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) return 'webhook-id has 1 to 200 printable characters';
  const seconds = Number(at);
  if (!/^\d{1,12}$/.test(at) || Math.abs(now.getTime() / 1000 - seconds) > TOLERANCE_SECONDS)
    return 'webhook-timestamp is more than five minutes off';
  const expected = Buffer.from(signature(secret, id, seconds, body));
  const fits = given.split(' ').some((one) => {
    const bytes = Buffer.from(one);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
  return fits ? null : 'the signature does not fit';
}
