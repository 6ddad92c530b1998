import { and, eq } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { UserCtx } from '@/server/auth/session';
import type { Executor } from '@/server/db/client';
import { invitation } from '@/server/db/schema/auth';

/** Voids the link at once; a second call changes nothing. @param id uuid @throws AppError not_found; conflict when it was accepted */
export async function cancelInvitation(ctx: UserCtx, id: string): Promise<{ id: string }> {
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(invitation.organizationId, ctx.orgId), eq(invitation.id, id));
    const [row] = await tx.select().from(invitation).where(mine).for('update');
    if (!row) throw notFound('Invitation');
    if (row.status === 'accepted') throw new AppError('conflict', 'It was accepted already: remove the member instead');
    const target = encodeId('invitation', id);
    if (row.status === 'pending') {
      await tx.update(invitation).set({ status: 'cancelled' }).where(mine);
      await audit(tx, ctx, 'invitation.cancelled', target, { email: row.email });
    }
    return { id: target };
  });
}

/** Who is no owner any more lets nobody in. Call it in the transaction of that. */
export async function cancelInvitationsOf(tx: Executor, ctx: UserCtx, inviterId: string): Promise<void> {
  const theirs = and(eq(invitation.organizationId, ctx.orgId), eq(invitation.inviterId, inviterId), eq(invitation.status, 'pending'));
  const rows = await tx.update(invitation).set({ status: 'cancelled' }).where(theirs).returning();
  for (const row of rows) {
    await audit(tx, ctx, 'invitation.cancelled', encodeId('invitation', row.id), { email: row.email, because: 'inviter_no_owner' });
  }
}
