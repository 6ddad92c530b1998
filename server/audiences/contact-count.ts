import { inArray, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { sqlState } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { audienceWhere, isDynamic } from './audience-query';
import type { AudienceRow } from './find-audience';

/** Milliseconds that the count of one dynamic audience may take; a reader of its page waits no longer. */
const LIMIT_MS = 5_000;

/** How many members a page of the dashboard counts of one audience: fifty with this many are 150 ms, and a million is 100 to 250 ms. */
export const membersAtOnce = 20_000;

/**
 * How many contacts each audience with member rows has, by its uuid, in one index-only query. Not in it: those with more than `most`, and
 * dynamic audiences, as a list of fifty would evaluate fifty filters.
 */
export async function countMembers(ctx: Ctx, rows: AudienceRow[], most?: number): Promise<Map<string, number>> {
  const kept = rows.filter((a) => !isDynamic(a)).map((a) => a.id);
  if (!kept.length) return new Map();
  const members = sql`select from audience_members m where m.audience_id = ${audiences}.id limit ${most === undefined ? null : most + 1}`;
  const counts = await ctx.db
    .select({ id: audiences.id, n: sql<number>`(select count(*)::int from (${members}) m)` })
    .from(audiences)
    .where(inArray(audiences.id, kept));
  return new Map(counts.filter(({ n }) => most === undefined || n <= most).map(({ id, n }) => [id, n]));
}

/**
 * Contacts in one audience now; null when its filter can no longer be evaluated (it names an audience that is gone) or not in time. With
 * `most`, also for a dynamic audience and for one with more members: what shows it need not wait for the number.
 */
export async function countContacts(ctx: Ctx, audience: AudienceRow, most?: number): Promise<number | null> {
  if (!isDynamic(audience)) return (await countMembers(ctx, [audience], most)).get(audience.id) ?? null;
  if (most !== undefined) return null;
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
