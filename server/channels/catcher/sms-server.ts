import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { decodeId } from '@/contracts/ids';
import type { Behaviour } from './behaviour';
import type { MailStore } from './store';
import type { Told } from './told';

const sms = z.object({
  to: z.string().min(1).max(40),
  from: z.string().min(1).max(40),
  text: z.string().min(1).max(10_000),
  idempotency_key: z.string().min(1).max(200),
});

/** The SMS gateway's stand-in: `POST {to, from, text, idempotency_key}` → 201 `{id}`, the same answer to the same key. */
export async function startSmsServer(
  store: MailStore,
  behaviour: Behaviour,
  port: number,
  told: Told,
): Promise<{ port: number; stop(): Promise<void> }> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A web page cannot send JSON here without a preflight, which is not answered.
    if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/json'))
      return answer(response, 405, { error: 'method_not_allowed' });
    const body = sms.safeParse(await json(request).catch(() => null));
    if (!body.success) return answer(response, 400, { error: 'invalid_request' });
    const { to, from, text, idempotency_key } = body.data;
    const { delayMs, reject, drop } = behaviour({ channel: 'sms', from, to }) ?? {};
    if (delayMs) await delay(delayMs);
    if (reject) return answer(response, reject.code, { error: reject.message });
    if (drop === 'before-store') return void request.socket.destroy();
    const organization = request.headers['x-muster-organization'];
    const orgId = typeof organization === 'string' ? decodeId('organization', organization) : null;
    await store.store({ orgId, channel: 'sms', from, to, subject: '', messageId: idempotency_key, raw: text.replaceAll('\0', '') });
    const ledgerId = decodeId('message', idempotency_key);
    if (ledgerId) told.delivered?.(ledgerId);
    if (drop === 'after-store') return void request.socket.destroy();
    answer(response, 201, { id: `sms_${idempotency_key}` });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => answer(response, 503, { error: 'unavailable', message: error.message }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
