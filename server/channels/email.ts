import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import type SendMail from 'nodemailer/lib/mailer';
import type { EmailChannel, Outcome, OutgoingEmail } from './channel';
import { composeMime } from './compose-mime';
import { emailMessage } from './email-headers';
import { type SmtpError, smtpOutcome } from './smtp-outcome';

type SmtpSettings = {
  /** `smtp://user:password@host:587`, `smtps://…`; nodemailer's options may follow as a query, e.g. `?requireTLS=true`. */
  url: string;
  /** Connections at most; default 10. */
  connections?: number;
  /** Milliseconds of silence after which a connection is given up, also while the server thinks about the message. */
  socketTimeout?: number;
};

// RFC 5321, 4.5.3.2.6 wants 10 minutes for the reply to the final dot; giving up sooner is how duplicates are made.
const finalDot = 11 * 60_000;

/** The streams made of a message: one, or more when the pool changed connections. */
type Tracked = { envelope: SendMail.Options['envelope']; raw: Buffer; made: Readable[] };

/** Mail over a pool of SMTP connections. SMTP cannot deduplicate (RFC 1047), hence `dedupe: 'none'`. */
export function createEmailChannel(settings: SmtpSettings): EmailChannel {
  const transport = nodemailer.createTransport({
    url: settings.url,
    pool: true,
    maxConnections: settings.connections ?? 10,
    maxMessages: 1000,
    // Once, for a connection that the server closed while it was idle; more is for the sender to decide.
    maxRequeues: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 5_000,
    socketTimeout: settings.socketTimeout ?? finalDot,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { made, raw } = mail.data as Tracked;
    mail.message.createReadStream = () => {
      const stream = Readable.from([raw], { objectMode: false });
      // The pool repeats a message on a new connection only when the old one took no byte of it. Hold it to that.
      if (made.some((s) => s.readableDidRead)) stream.destroy(new Error('the message was begun on another connection'));
      made.push(stream);
      return stream;
    };
    done();
  });

  const under = new Set<Promise<Outcome>>();
  async function send(mail: OutgoingEmail): Promise<Outcome> {
    const { envelope, ...message } = emailMessage(mail);
    const tracked: Tracked = { envelope, raw: composeMime(message), made: [] };
    try {
      await transport.sendMail(tracked);
      return { kind: 'accepted', providerId: message.messageId };
    } catch (error) {
      return smtpOutcome(
        error as SmtpError,
        tracked.made.some((s) => s.readableDidRead),
      );
    }
  }
  return {
    dedupe: 'none',
    deliver(mail) {
      const outcome = send(mail).finally(() => under.delete(outcome));
      under.add(outcome);
      return outcome;
    },
    async close() {
      await Promise.allSettled(under);
      transport.close();
    },
  };
}
