import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';

export type Goal = {
  /** Name of the contact event that counts. */
  event: string;
  /** `campaign:<uuid>`: the `origin` of the sends that it is the goal of. */
  origin: string;
  /** Days after a message within which the event counts for it. */
  withinDays: number;
};

/** The goals that any of these contact events meets; drafts have none yet. One indexed read. */
export async function goalsFor(tx: Executor, orgId: string, eventNames: readonly string[]): Promise<Goal[]> {
  if (!eventNames.length) return [];
  const rows = await tx.execute<Goal>(sql`
    select goal_event as event, 'campaign:' || id as origin, goal_within_days as "withinDays"
    from campaigns
    where org_id = ${orgId}::uuid and launched_at is not null
      and goal_event in (select jsonb_array_elements_text(${JSON.stringify(eventNames)}::jsonb))`);
  return [...rows];
}
