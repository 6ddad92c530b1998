import { and, eq, gt } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { AppError, invalid, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { INVITATION_DAYS, type Invitation, type InvitationInput, invitationLimits } from '@/contracts/members';
import { audit } from '@/server/audit/record';
import type { UserCtx } from '@/server/auth/session';
import type { Executor } from '@/server/db/client';
import { invitation, member, user } from '@/server/db/schema/auth';
import { invitationMade } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { holdAsOwner } from './hold-organization';
import { findInvitation } from './list-invitations';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Invites an address; a job sends the mail with the link. Inviting it again makes a new link and voids the one before.
 * @throws AppError validation_failed for a bad address, for a member's and when too many wait; rate_limited when many were made just now
 */
export async function inviteMember(ctx: UserCtx, input: InvitationInput): Promise<Invitation> {
  const { ok: email, error } = normaliseEmail(input.email);
  if (!email) throw invalid(['email'], 'invalid_address', error ?? 'not an address');
  return ctx.db.transaction(async (tx) => {
    await holdAsOwner(tx, ctx);
    if (await isMember(tx, ctx, email)) throw invalid(['email'], 'already_member', 'This person is a member already');
    const mine = eq(invitation.organizationId, ctx.orgId);
    const lately = await tx.$count(invitation, and(mine, gt(invitation.createdAt, new Date(ctx.now.getTime() - hour))));
    if (lately >= invitationLimits.anHour) {
      throw new AppError('rate_limited', `${invitationLimits.anHour} invitations an hour: wait a little`, [], hour / 60_000);
    }
    const pending = and(mine, eq(invitation.status, 'pending'));
    const again = and(pending, eq(invitation.email, email));
    const [before] = await tx.update(invitation).set({ status: 'cancelled' }).where(again).returning({ id: invitation.id });
    if ((await tx.$count(invitation, pending)) >= invitationLimits.waiting) {
      throw invalid(['email'], 'too_many', `${invitationLimits.waiting} invitations wait already: cancel some first`);
    }
    const [row] = await tx
      .insert(invitation)
      .values({
        organizationId: ctx.orgId,
        email,
        role: input.role,
        inviterId: ctx.actor.id,
        createdAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + INVITATION_DAYS * day),
      })
      .returning({ id: invitation.id });
    if (!row) throw new Error('the invitation was not written');
    const replaces = before && encodeId('invitation', before.id);
    await audit(tx, ctx, 'member.invited', encodeId('invitation', row.id), { email, role: input.role, ...(replaces && { replaces }) });
    await enqueue(tx, invitationMade({ org_id: ctx.orgId, invitation_id: row.id }));
    const made = await findInvitation({ ...ctx, db: tx }, row.id);
    if (!made) throw notFound('Invitation');
    return made;
  });
}

async function isMember(tx: Executor, ctx: UserCtx, email: string): Promise<boolean> {
  const rows = await tx
    .select({ email: user.email })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.organizationId, ctx.orgId));
  // Accounts keep their address as it was typed, in lower case; an invitation in normal form.
  return rows.some((row) => normaliseEmail(row.email).ok === email);
}
