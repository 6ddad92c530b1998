import { and, desc, eq, lt } from 'drizzle-orm';
import type { ApiKey } from '@/contracts/api-key';
import type { Page, PageQuery } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { apiKeys } from '@/server/db/schema/auth';
import { toApiKey } from './to-api-key';

/** Newest first, revoked ones too. @throws AppError validation_failed for a foreign cursor */
export async function listApiKeys(ctx: Ctx, input: PageQuery): Promise<Page<ApiKey>> {
  const after = cursorId('apiKey', input.cursor);
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.orgId, ctx.orgId), after ? lt(apiKeys.id, after) : undefined))
    .orderBy(desc(apiKeys.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toApiKey, (key) => key.id);
}
