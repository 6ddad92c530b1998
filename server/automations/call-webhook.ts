import http from 'node:http';
import https from 'node:https';
import { checkedAddress } from './safe-address';

export type WebhookCall = { url: string; headers: Record<string, string>; body: string; timeoutMs: number };
/** `status` 0: there was no answer, `error` says why. */
export type WebhookAnswer = { ok: boolean; status: number; error: string | null; ms: number; final: boolean };

const MOST_BYTES = 65_536;

/**
 * One POST to the address that was checked. No redirect is followed, no proxy used; the time-out covers the whole call and only the
 * beginning of the answer is read. Never throws: a refusal is an answer. 410 is `final`: the receiver wants no more.
 */
export async function callWebhook(call: WebhookCall): Promise<WebhookAnswer> {
  const begun = performance.now();
  const answer = (status: number, error: string | null, final = false): WebhookAnswer => ({
    ok: error === null,
    status,
    error,
    ms: Math.round(performance.now() - begun),
    final,
  });
  let url: URL;
  let to: Awaited<ReturnType<typeof checkedAddress>>;
  try {
    url = new URL(call.url);
    to = await checkedAddress(url);
  } catch (error) {
    return answer(0, (error as Error).message);
  }
  try {
    const status = await post(url, to, call);
    if (status >= 200 && status < 300) return answer(status, null);
    const redirected = status >= 300 && status < 400;
    return answer(status, redirected ? `answered ${status}: redirects are not followed` : `answered ${status}`, status === 410);
  } catch (error) {
    return answer(0, (error as Error).message);
  }
}

function post(url: URL, to: { address: string; family: 4 | 6 }, call: WebhookCall): Promise<number> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const signal = AbortSignal.timeout(call.timeoutMs);
    const request = client.request(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        headers: { ...call.headers, 'content-length': Buffer.byteLength(call.body) },
        // connects to what was checked, whatever the name leads to by now
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address: to.address, family: to.family }]) : done(null, to.address, to.family),
      },
      (response) => {
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_BYTES) response.destroy();
        });
        response.on('close', () => resolve(response.statusCode ?? 0));
        response.on('error', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', (error) =>
      reject(signal.aborted ? new Error(`no answer within ${Math.round(call.timeoutMs / 1000)} seconds`) : error),
    );
    request.end(call.body);
  });
}
