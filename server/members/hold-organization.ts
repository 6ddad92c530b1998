import { and, eq } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { requireOwner } from '@/server/auth/require';
import { roleOf, type UserCtx } from '@/server/auth/session';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { member, organization } from '@/server/db/schema/auth';

/**
 * Members of an organization change one after another: two owners who demote each other at once must not leave none. Rows that refer to
 * the organization are not held up.
 */
export async function holdOrganization(tx: Executor, orgId: OrgId): Promise<void> {
  await tx.select({ id: organization.id }).from(organization).where(eq(organization.id, orgId)).for('no key update');
}

/** As above, and looks again whether who asks is still an owner. @throws AppError forbidden */
export async function holdAsOwner(tx: Executor, ctx: UserCtx): Promise<void> {
  await holdOrganization(tx, ctx.orgId);
  const [row] = await tx
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.organizationId, ctx.orgId), eq(member.userId, ctx.actor.id)));
  requireOwner({ actor: { ...ctx.actor, role: roleOf(row?.role ?? '') } });
}

/** @throws AppError conflict when the organization would be left without an owner. Call it after `holdOrganization`. */
export async function keepAnOwner(tx: Executor, orgId: OrgId, leavingUserId: string): Promise<void> {
  const rows = await tx.select({ userId: member.userId, role: member.role }).from(member).where(eq(member.organizationId, orgId));
  const others = rows.some((row) => roleOf(row.role) === 'owner' && row.userId !== leavingUserId);
  if (!others) throw new AppError('conflict', 'This is the last owner: make somebody else an owner first');
}
