import { type SQL, sql } from 'drizzle-orm';
import { decodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { audienceWhere, filterWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';

/** Whether the contact satisfies the filter now: the same SQL as reach and sends. */
export const contactMatches = async (ctx: Ctx, filter: Filter, contactId: string): Promise<boolean> =>
  holds(ctx, await filterWhere(ctx, readFilter(filter).filter), contactId);

/** Whether the contact is in the audience now. @param audienceId public id @throws AppError not_found */
export async function contactInside(ctx: Ctx, audienceId: string, contactId: string): Promise<boolean> {
  const audience = await findAudience(ctx, decodeId('audience', audienceId) ?? '00000000-0000-0000-0000-000000000000');
  return holds(ctx, await audienceWhere(ctx, audience), contactId);
}

async function holds(ctx: Ctx, where: SQL, contactId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ ok: boolean }>(sql`
    select exists (select from contacts c where c.org_id = ${ctx.orgId}::uuid and c.id = ${contactId}::uuid and (${where})) as ok`);
  return row?.ok ?? false;
}
