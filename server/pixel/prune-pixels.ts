import { sql } from 'drizzle-orm';
import { pixelLimits } from '@/contracts/pixel';
import type { Executor } from '@/server/db/client';

/**
 * Drops what is kept for a while: events of strangers after their pixel's days, strangers who were not seen for so long, signatures that have
 * expired. Answers how many events and browsers went.
 */
export async function prunePixels(db: Executor): Promise<{ events: number; visitors: number }> {
  const count = async (query: ReturnType<typeof sql>) => (await db.execute<{ n: number }>(query))[0]?.n ?? 0;
  const events = await count(sql`
    with gone as (delete from pixel_events e using pixel_visitors v, pixels p
                   where v.id = e.visitor_id and p.id = v.pixel_id and e.occurred_at < now() - p.retention_days * interval '1 day' returning 1)
    select count(*)::int as n from gone`);
  const visitors = await count(sql`
    with gone as (delete from pixel_visitors v using pixels p
                   where p.id = v.pixel_id and v.last_seen_at < now() - p.retention_days * interval '1 day' returning 1)
    select count(*)::int as n from gone`);
  await db.execute(sql`delete from pixel_signatures where created_at < now() - ${2 * pixelLimits.signatureHours} * interval '1 hour'`);
  return { events, visitors };
}
