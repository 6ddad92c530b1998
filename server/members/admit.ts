import { and, eq } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Invited } from '@/server/auth/invited';
import type { Executor } from '@/server/db/client';
import { invitation, member, user } from '@/server/db/schema/auth';

/** @throws AppError conflict, which says what became of it */
export function stillOpen(invited: Invited, now: Date): void {
  const said = {
    open: null,
    expired: 'This invitation has expired: ask for a new one',
    cancelled: 'This invitation was cancelled',
    accepted: 'This invitation was accepted already: sign in',
  }[stateOf(invited, now)];
  if (said) throw new AppError('conflict', said);
}

export function stateOf(invited: Invited, now: Date): 'open' | 'expired' | 'cancelled' | 'accepted' {
  if (invited.status !== 'pending') return invited.status === 'accepted' ? 'accepted' : 'cancelled';
  return invited.expiresAt > now ? 'open' : 'expired';
}

/** Lets a user in as the invitation says. Somebody who is a member already keeps their role. The row is held by the caller. */
export async function admit(tx: Executor, invited: Invited, userId: string, requestId: string): Promise<void> {
  const [made] = await tx
    .insert(member)
    .values({ organizationId: invited.orgId, userId, role: invited.role })
    .onConflictDoNothing()
    .returning({ id: member.id });
  await tx
    .update(invitation)
    .set({ status: 'accepted' })
    .where(and(eq(invitation.organizationId, invited.orgId), eq(invitation.id, invited.id)));
  // The link came by mail to this address.
  await tx.update(user).set({ emailVerified: true }).where(eq(user.id, userId));
  if (!made) return;
  const actor = { type: 'user', id: userId, role: invited.role } as const;
  await audit(tx, { orgId: invited.orgId, actor, requestId }, 'member.joined', encodeId('member', made.id), {
    email: invited.email,
    role: invited.role,
    invitation: encodeId('invitation', invited.id),
  });
}
