import { and, eq } from 'drizzle-orm';
import { INVITATION_DAYS } from '@/contracts/members';
import { InvitationMail } from '@/emails/invitation';
import { mailSender, oneLine, writeMail } from '@/server/account/write-mail';
import { createLink } from '@/server/auth/link-token';
import { roleOf } from '@/server/auth/session';
import type { Channels } from '@/server/channels/open-channels';
import type { Database } from '@/server/db/client';
import { invitation, organization, user } from '@/server/db/schema/auth';

type World = { db: Database; channels: Channels; settings: { APP_URL: string; MUSTER_SECRET: string } };
type Ref = { org_id: string; invitation_id: string };

/**
 * Sends the mail of an invitation that still waits, and notes what became of it. After a crash between the two it goes out again, with
 * the same Message-ID: twice is better than never. A definite no is told to the owners and not tried again.
 * @throws Error when it is to be tried again
 */
export async function deliverInvitation(world: World, ref: Ref, now: Date): Promise<'sent' | 'refused' | 'void'> {
  const mine = and(eq(invitation.organizationId, ref.org_id), eq(invitation.id, ref.invitation_id));
  const [row] = await world.db
    .select({ invitation, organization: organization.name, inviter: user })
    .from(invitation)
    .innerJoin(organization, eq(organization.id, invitation.organizationId))
    .innerJoin(user, eq(user.id, invitation.inviterId))
    .where(mine);
  if (row?.invitation.status !== 'pending' || row.invitation.expiresAt <= now) return 'void';
  const names = { organization: oneLine(row.organization), inviter: oneLine(row.inviter.name) || row.inviter.email };
  const mail = InvitationMail({
    ...names,
    role: roleOf(row.invitation.role ?? ''),
    url: createLink('invitation', row.invitation.id, world.settings),
    days: INVITATION_DAYS,
  });
  const outcome = await world.channels.email().deliver({
    channel: 'email',
    id: row.invitation.id,
    orgId: ref.org_id,
    from: await mailSender(world.db, [ref.org_id], row.inviter.email),
    to: row.invitation.email,
    subject: `${names.inviter} invites you to ${names.organization}`,
    ...(await writeMail(mail)),
  });
  // It may have arrived where that is not known.
  const gone = outcome.kind === 'accepted' || outcome.kind === 'ambiguous';
  const problem = gone ? null : outcome.message.slice(0, 500);
  await world.db
    .update(invitation)
    .set({ mailedAt: gone ? now : null, mailProblem: problem })
    .where(mine);
  if (outcome.kind === 'retry') throw new Error(`the mail of an invitation is to be tried again: ${outcome.message}`);
  return gone ? 'sent' : 'refused';
}
