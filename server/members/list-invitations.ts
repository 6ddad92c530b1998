import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Invitation } from '@/contracts/members';
import type { Page, PageQuery } from '@/contracts/page';
import { roleOf } from '@/server/auth/session';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { invitation, user } from '@/server/db/schema/auth';

/** Those that wait, newest first; expired ones until they are cancelled or made anew. */
export async function listInvitations(ctx: Ctx, input: PageQuery): Promise<Page<Invitation>> {
  const before = cursorId('invitation', input.cursor);
  const rows = await select(ctx, and(eq(invitation.status, 'pending'), before ? lt(invitation.id, before) : undefined))
    .orderBy(desc(invitation.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => toInvitation(ctx, row),
    ({ id }) => id,
  );
}

/** One of the organization's, whatever became of it. @param id uuid */
export async function findInvitation(ctx: Ctx, id: string): Promise<Invitation | undefined> {
  const [row] = await select(ctx, eq(invitation.id, id));
  return row && toInvitation(ctx, row);
}

const select = (ctx: Ctx, where?: SQL) =>
  ctx.db
    .select({ invitation, inviter: user.name })
    .from(invitation)
    .innerJoin(user, eq(user.id, invitation.inviterId))
    .where(and(eq(invitation.organizationId, ctx.orgId), where))
    .$dynamic();

const toInvitation = (
  ctx: Ctx,
  { invitation: row, inviter }: { invitation: typeof invitation.$inferSelect; inviter: string },
): Invitation => ({
  id: encodeId('invitation', row.id),
  email: row.email,
  role: roleOf(row.role ?? ''),
  state: row.expiresAt > ctx.now ? 'waiting' : 'expired',
  invited_by: inviter,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  mail: { sent_at: row.mailedAt?.toISOString() ?? null, problem: row.mailProblem },
});
