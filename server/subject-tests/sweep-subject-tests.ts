import { sql } from 'drizzle-orm';
import { newRequestId, type OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { type SendScheduled, sendScheduled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { decideWhenDue } from './decide-when-due';

/**
 * What nobody else comes back for, once a minute: tests whose time is up (after a pause, or when their function was lost), and sends
 * whose start after a decision was lost; each of these is tried once in ten minutes, since its event id is taken then.
 */
export async function sweepSubjectTests(db: Database): Promise<{ decided: number; restarted: number }> {
  const due = await db.execute<{ id: string; org_id: OrgId }>(sql`
    select distinct t.id, t.org_id
    from sends s join subject_tests t on t.id = s.subject_test_id
    where s.rest_at <= now() and s.released_at is null and s.status in ('scheduled', 'sending') and t.decided_at is null`);
  let decided = 0;
  for (const { id, org_id } of due) {
    const ctx = { orgId: org_id, actor: { type: 'job', id: 'sweep' }, now: new Date(), requestId: newRequestId() } as const;
    if (await decideWhenDue(db, ctx, id)) decided++;
  }
  const lost = await db.execute<SendScheduled & { bucket: string }>(sql`
    select s.org_id, s.id as send_id, s.resumes, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wake_at,
           floor(extract(epoch from now()) / 600)::text as bucket
    from sends s join subject_tests t on t.id = s.subject_test_id
    where s.rest_at is not null and s.released_at is null and s.status in ('scheduled', 'sending') and t.decided_at < now() - interval '2 minutes'`);
  for (const { bucket, ...data } of lost) {
    await db.transaction(async (tx) => {
      const event = { ...sendScheduled(data), id: `rest-${data.send_id}-${bucket}` };
      const [taken] = await tx.execute(sql`select from outbox where event_id = ${event.id}`);
      if (!taken) await enqueue(tx, event);
    });
  }
  return { decided, restarted: lost.length };
}
