import { and, eq, notExists } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { audit } from '@/server/audit/record';
import type { UserCtx } from '@/server/auth/session';
import type { Executor } from '@/server/db/client';
import { member, session } from '@/server/db/schema/auth';
import { cancelInvitationsOf } from './cancel-invitation';
import { holdAsOwner, holdOrganization, keepAnOwner } from './hold-organization';
import { findMember } from './list-members';

/**
 * Takes somebody out of the organization, from their next request on. Their account and what they made stay, API keys too.
 * @param id uuid of the membership
 * @throws AppError not_found; conflict for the last owner
 */
export async function removeMember(ctx: UserCtx, id: string): Promise<{ id: string }> {
  return ctx.db.transaction(async (tx) => {
    await holdAsOwner(tx, ctx);
    const found = await findMember({ ...ctx, db: tx }, id);
    if (!found) throw notFound('Member');
    await takeOut(tx, ctx, id, found.userId);
    await audit(tx, ctx, found.you ? 'member.left' : 'member.removed', found.id, { email: found.email, role: found.role });
    return { id: found.id };
  });
}

/**
 * Who asks leaves.
 * @param orgId which one they mean: another tab may have opened another since
 * @throws AppError not_found when that is not the open one; conflict for the last owner
 */
export async function leaveOrganization(ctx: UserCtx, orgId: string): Promise<{ id: string }> {
  if (orgId !== ctx.orgId) throw notFound('Organization');
  return ctx.db.transaction(async (tx) => {
    await holdOrganization(tx, ctx.orgId);
    const [own] = await tx
      .select({ id: member.id })
      .from(member)
      .where(and(eq(member.organizationId, ctx.orgId), eq(member.userId, ctx.actor.id)));
    const found = own && (await findMember({ ...ctx, db: tx }, own.id));
    if (!found) throw notFound('Member');
    await takeOut(tx, ctx, own.id, found.userId);
    await audit(tx, ctx, 'member.left', found.id, { email: found.email, role: found.role });
    return { id: found.id };
  });
}

async function takeOut(tx: Executor, ctx: UserCtx, id: string, userId: string): Promise<void> {
  await keepAnOwner(tx, ctx.orgId, userId);
  await cancelInvitationsOf(tx, ctx, userId);
  await tx.delete(member).where(and(eq(member.organizationId, ctx.orgId), eq(member.id, id)));
  // Who belongs nowhere now is signed out; others find themselves in another of their organizations.
  const elsewhere = tx.select({ id: member.id }).from(member).where(eq(member.userId, userId));
  await tx.delete(session).where(and(eq(session.userId, userId), notExists(elsewhere)));
}
