import { eq } from 'drizzle-orm';
import type { InvitationView } from '@/contracts/members';
import { invitedBy } from '@/server/auth/invited';
import type { OpenCtx } from '@/server/auth/session';
import { user } from '@/server/db/schema/auth';
import { stateOf } from './admit';

/** What the link's holder is told before they say yes. @throws AppError not_found for a link that is not ours */
export async function lookAtInvitation({ db, now }: OpenCtx, token: string): Promise<InvitationView> {
  const invited = await invitedBy(db, token);
  const [inviter] = await db.select({ name: user.name }).from(user).where(eq(user.id, invited.inviterId));
  return {
    state: stateOf(invited, now),
    organization: invited.organization,
    invited_by: inviter?.name ?? '',
    email: invited.email,
    role: invited.role,
    account: (await db.$count(user, eq(user.email, invited.email))) > 0,
  };
}
