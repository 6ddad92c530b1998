import { eq } from 'drizzle-orm';
import { LINK_MINUTES } from '@/contracts/account';
import { normaliseEmail } from '@/contracts/address';
import { accountMails } from '@/emails/account';
import { createLink } from '@/server/auth/link-token';
import type { Channels } from '@/server/channels/open-channels';
import type { Database } from '@/server/db/client';
import { member, user } from '@/server/db/schema/auth';
import { findByAddress } from './address';
import { dropMail, findMail, type MailRow, purposes } from './mail-rows';
import { mailSender, writeMail } from './write-mail';

type World = { db: Database; channels: Channels; settings: { APP_URL: string; MUSTER_SECRET: string } };

/**
 * Sends a mail about an account. `void`: it is too late, or nobody is to get it, because there is no such account or the new address is
 * another's. After a crash it goes out again, with the same Message-ID: twice is better than never.
 * @throws Error when it is to be tried again
 */
export async function deliverAccountMail(world: World, ref: { mail_id: string }, now: Date): Promise<'sent' | 'refused' | 'void'> {
  const row = await findMail(world.db, ref.mail_id, now);
  const [person] = row ? await world.db.select().from(user).where(eq(user.id, row.userId)) : [];
  if (!row || !person) return 'void';
  if (row.kind === 'address' && (await findByAddress(world.db, row.value))) return 'void';
  const { subject, Mail } = accountMails[row.kind];
  const to = row.value || person.email;
  const memberships = await world.db.select({ orgId: member.organizationId }).from(member).where(eq(member.userId, person.id));
  const outcome = await world.channels.email().deliver({
    channel: 'email',
    id: row.id,
    orgId: null,
    userId: person.id,
    from: await mailSender(
      world.db,
      memberships.map(({ orgId }) => orgId),
      person.email,
    ),
    to: normaliseEmail(to).ok ?? to,
    subject,
    ...(await writeMail(Mail({ email: person.email, to, minutes: LINK_MINUTES, ...links(row, world.settings) }))),
  });
  if (outcome.kind === 'retry') throw new Error(`a mail about an account is to be tried again: ${outcome.message}`);
  if (!(row.kind in purposes)) await dropMail(world.db, row.id);
  // It may have arrived where that is not known.
  return outcome.kind === 'rejected' ? 'refused' : 'sent';
}

const links = ({ id, kind }: MailRow, settings: World['settings']) => ({
  url: kind === 'reset' || kind === 'address' ? createLink(purposes[kind], id, settings) : '',
  forgotUrl: `${settings.APP_URL}/forgot-password`,
});
