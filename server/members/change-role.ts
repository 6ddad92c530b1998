import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Member } from '@/contracts/members';
import type { Role } from '@/contracts/scopes';
import { audit } from '@/server/audit/record';
import type { UserCtx } from '@/server/auth/session';
import { member } from '@/server/db/schema/auth';
import { cancelInvitationsOf } from './cancel-invitation';
import { holdAsOwner, keepAnOwner } from './hold-organization';
import { findMember } from './list-members';

/**
 * Makes a member an owner, or an owner a member; it counts from their next request on.
 * @param input.id uuid of the membership
 * @throws AppError not_found; conflict for the last owner
 */
export async function changeRole(ctx: UserCtx, input: { id: string; role: Role }): Promise<Member> {
  return ctx.db.transaction(async (tx) => {
    await holdAsOwner(tx, ctx);
    const found = await findMember({ ...ctx, db: tx }, input.id);
    if (!found) throw notFound('Member');
    const { userId, ...before } = found;
    if (before.role === input.role) return before;
    if (input.role !== 'owner') {
      await keepAnOwner(tx, ctx.orgId, userId);
      await cancelInvitationsOf(tx, ctx, userId);
    }
    const mine = and(eq(member.organizationId, ctx.orgId), eq(member.id, input.id));
    await tx.update(member).set({ role: input.role }).where(mine);
    await audit(tx, ctx, 'member.role_changed', before.id, { email: before.email, from: before.role, to: input.role });
    return { ...before, role: input.role };
  });
}
