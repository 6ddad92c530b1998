import { messageContext, trackedMessages } from '@/server/auth/tracked-messages';
import { readReturnPath } from '@/server/channels/tracking-links';
import type { Database } from '@/server/db/client';
import { readReturnedMail } from './read-returned-mail';
import { type Taken, takeReports } from './take-reports';

/**
 * Takes a mail that came back to the return path of one message (`bounces+<token>@…`): whatever it says is about that message, and nothing
 * else is touched. Null when the address is not one of ours, or the message is gone.
 */
export async function takeReturnedMail(db: Database, mail: { to: string; raw: string | Uint8Array }): Promise<Taken | null> {
  const messageId = readReturnPath(mail.to);
  if (!messageId) return null;
  const message = (await trackedMessages(db, [messageId])).get(messageId);
  if (!message) return null;
  // One report: a mail to one recipient comes back for one. A second would be somebody's own address in a forged mail.
  const reports = (await readReturnedMail(mail.raw)).slice(0, 1).map((report) => ({ ...report, messageId, email: null }));
  return takeReports(messageContext(db, message), reports, `returned:${messageId}`);
}
