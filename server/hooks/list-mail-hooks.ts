import { and, desc, eq, lt } from 'drizzle-orm';
import type { MailHook } from '@/contracts/hooks';
import type { Page, PageQuery } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { mailHooks } from '@/server/db/schema/hooks';
import { toMailHook } from './to-mail-hook';

/** Newest first, revoked ones too. @throws AppError validation_failed for a foreign cursor */
export async function listMailHooks(ctx: Ctx, input: PageQuery): Promise<Page<MailHook>> {
  const before = cursorId('webhook', input.cursor);
  const rows = await ctx.db
    .select()
    .from(mailHooks)
    .where(and(eq(mailHooks.orgId, ctx.orgId), before ? lt(mailHooks.id, before) : undefined))
    .orderBy(desc(mailHooks.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toMailHook, (hook) => hook.id);
}
