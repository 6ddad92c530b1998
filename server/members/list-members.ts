import { and, asc, eq, gt, type SQL } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Member } from '@/contracts/members';
import type { Page, PageQuery } from '@/contracts/page';
import { roleOf } from '@/server/auth/session';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { member, user } from '@/server/db/schema/auth';

/** Everybody in the organization, in the order in which they joined. */
export async function listMembers(ctx: Ctx, input: PageQuery): Promise<Page<Member>> {
  const after = cursorId('member', input.cursor);
  const rows = await select(ctx, after ? gt(member.id, after) : undefined)
    .orderBy(asc(member.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => toMember(ctx, row),
    ({ id }) => id,
  );
}

/** One of them, or undefined. @param id uuid of the membership */
export async function findMember(ctx: Ctx, id: string): Promise<(Member & { userId: string }) | undefined> {
  const [row] = await select(ctx, eq(member.id, id));
  return row && { ...toMember(ctx, row), userId: row.member.userId };
}

const select = (ctx: Ctx, where?: SQL) =>
  ctx.db
    .select({ member, name: user.name, email: user.email })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, ctx.orgId), where))
    .$dynamic();

const toMember = (ctx: Ctx, row: { member: typeof member.$inferSelect; name: string; email: string }): Member => ({
  id: encodeId('member', row.member.id),
  name: row.name,
  email: row.email,
  role: roleOf(row.member.role),
  joined_at: row.member.createdAt.toISOString(),
  you: ctx.actor.type === 'user' && ctx.actor.id === row.member.userId,
});
