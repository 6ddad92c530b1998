import { inArray, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { audienceMembers } from '@/server/db/schema/contacts';
import { audienceWhere } from './audience-query';
import type { AudienceRow } from './find-audience';

const isDynamic = (audience: AudienceRow) => audience.kind === 'segment' && audience.segmentType === 'dynamic';

/**
 * How many contacts each audience has now, by its uuid: member rows counted in one index-only query, dynamic segments evaluated. A segment
 * whose filter can no longer be evaluated (it names an audience that is gone) reaches nobody: a send to it
 * is refused, and it does not take the list of audiences with it.
 */
export async function countContacts(ctx: Ctx, audiences: AudienceRow[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>(audiences.map((a) => [a.id, 0]));
  const kept = audiences.filter((a) => !isDynamic(a)).map((a) => a.id);
  if (kept.length) {
    const rows = await ctx.db
      .select({ id: audienceMembers.audienceId, n: sql<number>`count(*)::int` })
      .from(audienceMembers)
      .where(inArray(audienceMembers.audienceId, kept))
      .groupBy(audienceMembers.audienceId);
    for (const { id, n } of rows) counts.set(id, n);
  }
  for (const audience of audiences.filter(isDynamic)) counts.set(audience.id, await countDynamic(ctx, audience));
  return counts;
}

async function countDynamic(ctx: Ctx, audience: AudienceRow): Promise<number> {
  try {
    const where = await audienceWhere(ctx, audience);
    const [row] = await ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from contacts c where c.org_id = ${ctx.orgId} and ${where}`,
    );
    return row?.n ?? 0;
  } catch (error) {
    if (error instanceof AppError) return 0;
    throw error;
  }
}
