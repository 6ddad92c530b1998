import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { type CampaignArmed, type CampaignRun, campaignArmed, campaignRun } from '@/server/jobs/events';
import { enqueue, type OutboxEvent } from '@/server/jobs/outbox';
import { clearRecipients } from './clear-recipients';
import { settleCampaigns } from './settle-campaigns';

/**
 * What nobody else comes back for, once a minute: campaigns whose clock was lost, runs whose launch was, what is over but not ended. The
 * rows are the truth, so a clock too many starts nothing twice; each is tried once in ten minutes, since its event id is taken then.
 */
export async function sweepCampaigns(db: Database): Promise<{ restarted: number }> {
  await settleCampaigns(db);
  await clearRecipients(db);
  const bucket = sql`floor(extract(epoch from now()) / 600)::text as bucket`;
  const clocks = await db.execute<CampaignArmed & { bucket: string }>(sql`
    select org_id, id as campaign_id, revision, ${bucket}, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wake_at
    from campaigns
    where status in ('scheduled', 'running') and next_at < now() - interval '2 minutes'`);
  const launches = await db.execute<CampaignRun & { bucket: string }>(sql`
    select r.org_id, r.id as run_id, r.attempt, ${bucket}
    from campaign_runs r join campaigns c on c.id = r.campaign_id
    where r.status = 'launching' and c.status = 'running' and r.started_at < now() - interval '5 minutes'`);
  const events: OutboxEvent[] = [
    ...clocks.map(({ bucket, ...data }) => campaignArmed(data, `-${bucket}`)),
    ...launches.map(({ bucket, ...data }) => campaignRun(data, `-${bucket}`)),
  ];
  for (const event of events) {
    await db.transaction(async (tx) => {
      const [taken] = await tx.execute(sql`select from outbox where event_id = ${event.id}`);
      if (!taken) await enqueue(tx, event);
    });
  }
  return { restarted: events.length };
}
