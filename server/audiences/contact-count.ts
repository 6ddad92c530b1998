import { inArray, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { sqlState } from '@/server/db/retry';
import { audienceMembers } from '@/server/db/schema/contacts';
import { audienceWhere, isDynamic } from './audience-query';
import type { AudienceRow } from './find-audience';

/** Milliseconds that the count of one dynamic audience may take; a reader of its page waits no longer. */
const LIMIT_MS = 5_000;

/**
 * How many contacts each audience with member rows has, by its uuid, in one index-only query. Dynamic audiences are not in it: a list of
 * fifty would evaluate fifty filters.
 */
export async function countMembers(ctx: Ctx, audiences: AudienceRow[]): Promise<Map<string, number>> {
  const kept = audiences.filter((a) => !isDynamic(a)).map((a) => a.id);
  const counts = new Map<string, number>(kept.map((id) => [id, 0]));
  if (!kept.length) return counts;
  const rows = await ctx.db
    .select({ id: audienceMembers.audienceId, n: sql<number>`count(*)::int` })
    .from(audienceMembers)
    .where(inArray(audienceMembers.audienceId, kept))
    .groupBy(audienceMembers.audienceId);
  for (const { id, n } of rows) counts.set(id, n);
  return counts;
}

/** Contacts in one audience now; null when its filter can no longer be evaluated (it names an audience that is gone) or not in time. */
export async function countContacts(ctx: Ctx, audience: AudienceRow): Promise<number | null> {
  if (!isDynamic(audience)) return (await countMembers(ctx, [audience])).get(audience.id) ?? 0;
  try {
    const where = await audienceWhere(ctx, audience);
    return await ctx.db.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${LIMIT_MS}`));
      const [row] = await tx.execute<{ n: number }>(
        sql`select count(*)::int as n from contacts c where c.org_id = ${ctx.orgId} and (${where})`,
      );
      await tx.execute(sql`set local statement_timeout = 0`);
      return row?.n ?? 0;
    });
  } catch (error) {
    if (error instanceof AppError || sqlState(error) === '57014') return null;
    throw error;
  }
}
