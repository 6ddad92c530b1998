import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Behaviour, Verdict } from './behaviour';
import { readHeaders } from './read-headers';
import type { MailStore } from './store';
import type { Told } from './told';

type Listener = { port: number; stop(): Promise<void> };

/** An SMTP server on loopback that answers 250 only once the mail is committed. */
export async function startMailServer(store: MailStore, behaviour: Behaviour, port: number, told: Told): Promise<Listener> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    banner: 'Muster catcher',
    size: 32 * 1024 * 1024,
    socketTimeout: 10 * 60_000,
    closeTimeout: 2_000,
    onRcptTo(address, session, done) {
      const { reject, delayMs } = verdict(session, address.address);
      const answer = () => done(reject && reject.at !== 'data' ? refusal(reject.code, reject.message) : null);
      if (delayMs && reject && reject.at !== 'data') setTimeout(answer, delayMs);
      else answer();
    },
    onData(stream, session, done) {
      take(stream, session).then(
        (error) => (error === 'drop' ? cut(session) : done(error)),
        (error: Error) => done(refusal(451, `4.3.0 ${error.message}`)),
      );
    },
  });
  const verdict = (session: SMTPServerSession, to: string): Verdict => behaviour({ channel: 'email', from: sender(session), to }) ?? {};

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null | 'drop'> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const recipients = session.envelope.rcptTo.map(({ address }) => ({ address, verdict: verdict(session, address) }));
    const wait = Math.max(0, ...recipients.map((r) => r.verdict.delayMs ?? 0));
    if (wait) await delay(wait);
    const refused = recipients.find((r) => r.verdict.reject?.at === 'data')?.verdict.reject;
    if (refused) return refusal(refused.code, refused.message);
    if (recipients.some((r) => r.verdict.drop === 'before-store')) return 'drop';
    const raw = Buffer.concat(chunks).toString('utf8').replaceAll('\0', '');
    const { from, ledgerId, ...headers } = readHeaders(raw);
    const [returned, kept] = [recipients.filter((r) => isReturnPath(r.address)), recipients.filter((r) => !isReturnPath(r.address))];
    await Promise.all([
      ...kept.map(({ address }) => store.store({ ...headers, channel: 'email', from: from || sender(session), to: address, raw })),
      ...returned.map(({ address }) => told.returned?.(address, raw)),
    ]);
    if (ledgerId && kept.length) told.delivered?.(ledgerId);
    return recipients.some((r) => r.verdict.drop === 'after-store') ? 'drop' : null;
  }

  // smtp-server has no way to hang up without a reply, so it is done below it.
  function cut(session: SMTPServerSession): void {
    for (const connection of server.connections as Set<{ id: string; _socket?: Socket }>) {
      if (connection.id === session.id) connection._socket?.destroy();
    }
  }

  server.on('error', () => {}); // of single connections: clients come and go
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Where mail that cannot be delivered comes back to: channels/tracking-links.ts. */
const isReturnPath = (address: string) => /^bounces\+[a-z2-7]{20,60}@/i.test(address);
const sender = (session: SMTPServerSession) => (session.envelope.mailFrom ? session.envelope.mailFrom.address : '');
const refusal = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code });
