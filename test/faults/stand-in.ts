import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** What the outside world took, in order; written before the answer is given. `key`: uuid of the message for email, public id for SMS. */
export type Acceptance = { channel: 'email' | 'sms'; key: string; to: string };

export type StandIn = {
  smtpUrl: string;
  smsUrl: string;
  accepted: Acceptance[];
  /** Calls for which an SMS gateway that deduplicates gave its first answer again. */
  repeated: number;
  stop(): Promise<void>;
};

/** Addresses that are refused for good begin with this. */
export const DEAD_EMAIL = 'dead';
export const DEAD_PHONE = '+1500555';

/** A provider of each kind that is honest about what it took. @param latencyMs before each answer, after it was recorded */
export async function startStandIn(latencyMs = 2): Promise<StandIn> {
  const accepted: Acceptance[] = [];
  const keys = new Set<string>();
  const standIn = { accepted, repeated: 0 } as StandIn;

  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 500,
    onRcptTo({ address }, _session, done) {
      if (address.startsWith(DEAD_EMAIL)) done(Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 }));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const key = /^Message-ID: <([0-9a-f-]{36})@/im.exec(Buffer.concat(chunks).toString())?.[1] ?? 'none';
        for (const { address } of session.envelope.rcptTo) accepted.push({ channel: 'email', key, to: address });
        setTimeout(done, latencyMs);
      });
    },
  });
  smtp.on('error', () => {}); // of clients that were killed
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));

  const http = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { to, idempotency_key: key } = JSON.parse(text) as { to: string; idempotency_key: string };
    const dead = to.startsWith(DEAD_PHONE);
    if (keys.has(key)) standIn.repeated++;
    else if (!dead) {
      keys.add(key);
      accepted.push({ channel: 'sms', key, to });
    }
    await delay(latencyMs);
    response.writeHead(dead ? 422 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(dead ? { error: 'invalid_recipient' } : { id: key }));
  });
  http.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  return Object.assign(standIn, {
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    smsUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/messages`,
    async stop() {
      http.closeAllConnections();
      await Promise.all([new Promise((resolve) => http.close(resolve)), new Promise<void>((resolve) => smtp.close(resolve))]);
    },
  });
}
