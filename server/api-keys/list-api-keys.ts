import { and, desc, eq, lt } from 'drizzle-orm';
import type { ApiKey } from '@/contracts/api-key';
import { invalid } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import type { Page, PageQuery } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { apiKeys } from '@/server/db/schema/auth';
import { toApiKey } from './to-api-key';

/** Newest first, revoked ones too. The cursor is the id of the last one shown. */
export async function listApiKeys(ctx: Ctx, input: PageQuery): Promise<Page<ApiKey>> {
  const after = input.cursor === undefined ? undefined : decodeId('apiKey', input.cursor);
  if (after === null) throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.orgId, ctx.orgId), after ? lt(apiKeys.id, after) : undefined))
    .orderBy(desc(apiKeys.id))
    .limit(input.limit + 1);
  const data = rows.slice(0, input.limit).map(toApiKey);
  return { data, next_cursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
}
