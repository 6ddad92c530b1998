import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type postgres from 'postgres';
import type { OrgId } from '@/server/context';
import { claimMessages, type Range } from './claim-messages';
import { crashpoint } from './crashpoint';
import { deliverChunk, ledgerSteps } from './deliver-chunk';
import { CHUNK, CHUNKS_AT_ONCE, STEP_MS, WINDOW_MS } from './delivery-limits';
import { finishSend } from './finish-send';
import { openSend } from './open-send';
import { recoverExpired } from './recover-expired';
import type { World } from './world';

/** `resumes`: of the send when the batch was set going. */
export type Batch = Range & { orgId: OrgId; resumes?: number };
/** When there is more to do in this range (ISO); null: nothing is open any more, or the send was paused (resuming begins anew). */
export type Progress = { next: string | null };

export const batchSteps = { ...ledgerSteps, claimMessages, recoverExpired };

/**
 * Delivers what is due in a range of a send's places, and what becomes due within the next two seconds at its time: never early.
 * Returns for a longer wait, so that a function can sleep instead of a process. Any number of workers may run it on the same range.
 */
export async function deliverBatch(world: World, batch: Batch, steps = batchSteps): Promise<Progress> {
  const sql = world.db.$client;
  const send = await openSend(world.db, batch.orgId, batch.sendId);
  if (!send) return { next: null };
  const channel = send.channel === 'email' ? world.channels.email() : world.channels.sms();
  await steps.recoverExpired(sql, batch, channel.dedupe === 'key');
  await sql`update sends set status = 'sending', updated_at = now() where id = ${send.id} and status = 'scheduled' and starts_at <= now()`;
  if (!(await isCurrent(sql, batch))) return { next: null };
  const begun = performance.now();
  const left = () => STEP_MS - (performance.now() - begun);
  for (;;) {
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, lane));
    const wait = await nextDue(sql, batch);
    if (wait !== null && !(await isCurrent(sql, batch))) return { next: null };
    if (wait === null) {
      await finishSend(sql, send.id);
      return { next: null };
    }
    if (wait > WINDOW_MS || wait > left()) return { next: new Date(Date.now() + wait).toISOString() };
    await delay(Math.max(wait, 1));
  }

  /** Chunk after chunk until nothing is due. Two lanes run at once, so that one commits while the other talks to the provider. */
  async function lane(): Promise<void> {
    while (send && left() > 0) {
      const fence = randomUUID();
      await world.gate.enter();
      try {
        crashpoint('claim.before');
        const ids = await steps.claimMessages(sql, batch, fence, CHUNK);
        crashpoint('claim.after');
        if (!ids.length) return;
        await deliverChunk(world, send, ids, fence, steps);
      } finally {
        world.gate.leave();
      }
    }
  }
}

/** Whether this batch is still the one to deliver: a pause ends it, and after resuming others are under way. */
async function isCurrent(sql: postgres.Sql, { sendId, resumes = 0 }: Batch): Promise<boolean> {
  const rows = await sql`select from sends where id = ${sendId} and status <> 'paused' and resumes = ${resumes}`;
  return rows.length === 1;
}

/** Milliseconds until something in the range can be done: a message is due, or a lease ends. Null when none is open. */
async function nextDue(sql: postgres.Sql, { sendId, first, last }: Range): Promise<number | null> {
  const [row] = await sql<{ ms: number | null }[]>`
    select ceil(extract(epoch from min(greatest(
             case when m.status = 'scheduled' then m.scheduled_at + (s.delayed_ms - m.delayed_ms) * interval '1 millisecond' end, m.lease_until
           )) - clock_timestamp()) * 1000)::float8 as ms
    from messages m join sends s on s.id = m.send_id
    where m.send_id = ${sendId} and m.position between ${first} and ${last} and m.status in ('scheduled', 'claimed', 'sending')`;
  return row?.ms == null ? null : Math.max(row.ms, 0);
}
