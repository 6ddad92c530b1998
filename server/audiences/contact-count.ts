import { inArray, sql } from 'drizzle-orm';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { audienceMembers } from '@/server/db/schema/contacts';
import { audienceWhere, isDynamic } from './audience-query';
import type { AudienceRow } from './find-audience';

/** How many contacts each audience has now, by its uuid: member rows counted in one index-only query, dynamic segments evaluated. */
export async function countContacts(db: Executor, orgId: OrgId, audiences: AudienceRow[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const lists = audiences.filter((a) => !isDynamic(a)).map((a) => a.id);
  if (lists.length) {
    const rows = await db
      .select({ id: audienceMembers.audienceId, n: sql<number>`count(*)::int` })
      .from(audienceMembers)
      .where(inArray(audienceMembers.audienceId, lists))
      .groupBy(audienceMembers.audienceId);
    for (const { id, n } of rows) counts.set(id, n);
  }
  for (const audience of audiences.filter(isDynamic)) {
    const [row] = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from contacts c where c.org_id = ${orgId} and ${audienceWhere(audience)}`,
    );
    counts.set(audience.id, row?.n ?? 0);
  }
  return counts;
}
