import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';

/**
 * Ends runs none of whose sends is open, and campaigns that have no run and no occurrence left. Whoever finishes a send asks for its
 * campaign; the sweep asks for all.
 * @param campaignId uuid; none: every campaign
 */
export async function settleCampaigns(db: Executor, campaignId?: string): Promise<void> {
  const only = (column: string) => (campaignId ? sql`and ${sql.raw(column)} = ${campaignId}::uuid` : sql``);
  await db.execute(sql`
    update campaign_runs r set status = 'finished', finished_at = now()
    where r.status = 'running' ${only('r.campaign_id')}
      and not exists (select from sends s where s.campaign_run_id = r.id and s.status in ('scheduled', 'sending', 'paused'))`);
  await db.execute(sql`
    update campaigns c set status = 'finished', finished_at = now(), updated_at = now()
    where c.status in ('running', 'paused') and c.next_at is null and c.error is null and c.launched_at is not null ${only('c.id')}
      and not exists (select from campaign_runs r where r.campaign_id = c.id and r.status in ('launching', 'running'))`);
}

/** The same for the campaign that a send (uuid) belongs to, if it does. */
export async function settleCampaignOf(db: Executor, sendId: string): Promise<void> {
  const [row] = await db.execute<{ id: string }>(sql`
    select r.campaign_id as id from sends s join campaign_runs r on r.id = s.campaign_run_id
    where s.id = ${sendId}::uuid and s.status in ('finished', 'cancelled')`);
  if (row) await settleCampaigns(db, row.id);
}
