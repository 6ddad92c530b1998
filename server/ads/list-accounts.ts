import { and, desc, eq, lt } from 'drizzle-orm';
import type { AdAccount } from '@/contracts/ads';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { adAccounts } from '@/server/db/schema/ads';
import { toAccount } from './to-account';

/** Newest first. */
export async function listAccounts(ctx: Ctx, input: { limit: number; cursor?: string }): Promise<Page<AdAccount>> {
  const before = cursorId('adAccount', input.cursor);
  const rows = await ctx.db
    .select()
    .from(adAccounts)
    .where(and(eq(adAccounts.orgId, ctx.orgId), before ? lt(adAccounts.id, before) : undefined))
    .orderBy(desc(adAccounts.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toAccount, (account) => account.id);
}
