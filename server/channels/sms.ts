import { encodeId } from '@/contracts/ids';
import type { Outcome, OutgoingSms, SmsChannel } from './channel';

type SmsSettings = { url: string; token?: string /** Milliseconds for one request; default 30,000. */; timeout?: number };

/** Codes by which a gateway says that the number itself is dead, in `{"error": "…"}` or `{"error": {"code": "…"}}`. */
const deadNumber = new Set(['invalid_recipient', 'invalid_number', 'unknown_subscriber', 'landline']);
const notOurs = new Set([401, 402, 403, 404, 405, 408, 415, 425, 429]);
// Raised before a request left this machine.
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * SMS by a generic HTTP gateway: `POST {to, from, text, idempotency_key}`, bearer token, any 2xx with an optional `{"id"}` is a yes.
 * The gateway answers a repeated key as the first time, hence `dedupe: 'key'`.
 */
export function createSmsChannel(settings: SmsSettings): SmsChannel {
  const under = new Set<Promise<Outcome>>();

  async function post(sms: OutgoingSms): Promise<Outcome> {
    const key = encodeId('message', sms.id);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-muster-organization': encodeId('organization', sms.orgId),
          ...(settings.token ? { authorization: `Bearer ${settings.token}` } : {}),
        },
        body: JSON.stringify({ to: sms.to, from: sms.from, text: sms.text, idempotency_key: key }),
        redirect: 'manual',
        signal: AbortSignal.timeout(settings.timeout ?? 30_000),
      });
      body = await response.json().catch(() => null);
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      const why = cause?.message || message;
      return cause?.code && notSent.has(cause.code) ? { kind: 'retry', message: why } : { kind: 'ambiguous', message: why };
    }
    return answered(response, body, key);
  }

  return {
    dedupe: 'key',
    deliver(sms) {
      const outcome = post(sms).finally(() => under.delete(outcome));
      under.add(outcome);
      return outcome;
    },
    close: async () => void (await Promise.allSettled(under)),
  };
}

function answered(response: Response, body: unknown, key: string): Outcome {
  if (response.ok) return { kind: 'accepted', providerId: string(field(body, 'id')) || key };
  const error = field(body, 'error');
  const code = string(error) || string(field(error, 'code'));
  const message = `${response.status} ${code || response.statusText}`.trim();
  if (response.status === 429 || response.status === 503) return { kind: 'retry', message, ...after(response.headers.get('retry-after')) };
  // A redirect is a wrong SMS_URL: followed, the POST could become a GET.
  if (notOurs.has(response.status) || response.status < 400) return { kind: 'retry', message };
  // 500, 502 and 504 may come from a proxy in front of a gateway that took the message.
  if (response.status >= 500) return { kind: 'ambiguous', message };
  return { kind: 'rejected', permanent: true, code: code || String(response.status), message, hardBounce: deadNumber.has(code) };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const string = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** Retry-After as RFC 9110 has it: seconds, or a date. At most a day. */
function after(header: string | null): { afterMs?: number } {
  if (!header) return {};
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? { afterMs: Math.min(Math.max(ms, 0), 86_400_000) } : {};
}
