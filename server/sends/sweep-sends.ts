import { sql } from 'drizzle-orm';
import { type SendBatch, type SendScheduled, sendBatch, sendScheduled } from '@/server/jobs/events';
import { enqueue, type OutboxEvent } from '@/server/jobs/outbox';
import { closeCancelled } from './close-cancelled';
import { MAX_ATTEMPTS } from './delivery-limits';
import { finishSend } from './finish-send';
import { dueNow } from './ledger-now';
import { BATCH } from './start-send';
import type { World } from './world';

/** For closing cancelled sends, once a minute. */
const CLOSE_MS = 20_000;

export type Swept = { unknown: number; again: number; cancelled: number; finished: number; restarted: number };

/**
 * What nobody else comes back for, once a minute: messages of dead workers (of paused sends too, which start nothing), leftovers of cancelled sends, sends whose last worker died
 * before it could finish them, and overdue work whose function was lost (another executor, an emptied queue). The rows are the truth,
 * so starting a function once too often delivers nothing twice.
 */
export async function sweepSends(world: World): Promise<Swept> {
  const client = world.db.$client;
  const expired = await client<{ status: string }[]>`
    update messages m
    set status = case when s.status <> 'cancelled' and m.channel = any(${keyedChannels(world)}::text[]) and m.attempt < ${MAX_ATTEMPTS}
                      then 'scheduled' else 'unknown' end,
        error = 'the worker ended while the message was with the provider', lease_until = null, updated_at = now()
    from sends s
    where s.id = m.send_id and s.status in ('scheduled', 'sending', 'paused', 'cancelled') and m.status = 'sending' and m.lease_until <= now()
    returning m.status`;
  const unclaimed = await client`
    update messages m set status = 'scheduled', lease_until = null, updated_at = now()
    from sends s
    where s.id = m.send_id and s.status in ('scheduled', 'sending', 'paused') and m.status = 'claimed' and m.lease_until <= now()`;
  const cancelled = await closeLeft(world);
  const running = await client<{ id: string }[]>`select id from sends where status in ('sending', 'paused') and frozen_at is not null`;
  let finished = 0;
  for (const { id } of running) if (await finishSend(client, id)) finished++;
  return {
    unknown: expired.filter((row) => row.status === 'unknown').length,
    again: unclaimed.count + expired.filter((row) => row.status === 'scheduled').length,
    cancelled,
    finished,
    restarted: await restartLost(world),
  };
}

/** What the job of a cancelled send left: it was lost, or a message went back into it since. Of much, a part a minute. */
async function closeLeft({ db }: World): Promise<number> {
  const left = await db.execute<{ id: string }>(sql`
    select s.id from sends s
    where s.status = 'cancelled' and exists (select from messages m where m.send_id = s.id and m.status in ('scheduled', 'claimed'))`);
  const until = performance.now() + CLOSE_MS;
  let cancelled = 0;
  for (const { id } of left) cancelled += (await closeCancelled(db, id, Math.max(until - performance.now(), 0))).closed;
  return cancelled;
}

/** Channels that are set up and deduplicate by key; one that is not set up cannot have sent anything. */
function keyedChannels(world: World): string[] {
  return (['email', 'sms'] as const).filter((name) => {
    try {
      return world.channels[name]().dedupe === 'key';
    } catch {
      return false;
    }
  });
}

async function restartLost(world: World): Promise<number> {
  const unstarted = await world.db.execute<SendScheduled & { bucket: string }>(sql`
    select org_id, id as send_id, resumes, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wake_at,
           floor(extract(epoch from now()) / 600)::text as bucket
    from sends
    where status = 'scheduled' and frozen_at is null and starts_at < now() - interval '2 minutes'`);
  const overdue = await world.db.execute<SendBatch & { bucket: string }>(sql`
    select s.org_id, s.id as send_id, min(m.position) as first, max(m.position) as last, 0 as round, s.resumes,
           to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due_at, floor(extract(epoch from now()) / 600)::text as bucket
    from sends s
    join messages m on m.send_id = s.id and m.status = 'scheduled'
    where s.status in ('scheduled', 'sending') and ${dueNow} < now() - interval '5 minutes'
      and (m.lease_until is null or m.lease_until < now() - interval '5 minutes')
    group by s.org_id, s.id, s.resumes, m.position / ${BATCH}::int
    limit 1000`);
  const events: OutboxEvent[] = [
    ...unstarted.map(({ bucket, ...data }) => ({ ...sendScheduled(data), id: `send-${data.send_id}-${bucket}` })),
    ...overdue.map(({ bucket, ...data }) => sendBatch(data, `-${bucket}`)),
  ];
  if (events.length) {
    // One try in ten minutes for each: an event id that is taken was sent already.
    await world.db.transaction(async (tx) => {
      const ids = sql.join(
        events.map((e) => sql`${e.id}`),
        sql`, `,
      );
      const taken = await tx.execute<{ event_id: string }>(sql`select event_id from outbox where event_id in (${ids})`);
      const known = new Set(taken.map((row) => row.event_id));
      await enqueue(tx, ...events.filter((e) => !known.has(e.id)));
    });
  }
  return events.length;
}
