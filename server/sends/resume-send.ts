import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { auditAll } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sendScheduled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { getSend } from './get-send';
import { among, lockSends } from './lock-sends';

/**
 * Lets a paused send go on. What has not left moves back by the time that the pause took from it, so that it keeps its spacing; a pause
 * (or the part of it) before the start takes nothing, so the start stays where it was. A second call changes nothing.
 * @param id raw uuid @throws AppError not_found; conflict when it is over
 */
export async function resumeSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    await resumeSends(tx, sql`s.id = ${id}::uuid`);
    const send = await getSend(tx, id);
    if (send.status === 'finished' || send.status === 'cancelled') throw new AppError('conflict', `The send is ${send.status} already.`);
    return send;
  });
}

type Resumed = { id: string; lost_ms: number; resumes: number; wake_at: string };

/**
 * Resumes every paused send of these, in the caller's transaction. Only the sends change: their messages are due `delayed_ms` later from
 * now on (`dueNow`). Of a send that is not frozen its start says all.
 */
export async function resumeSends(ctx: TxCtx, where: SQL): Promise<void> {
  const paused = await lockSends(ctx, sql`${where} and s.status = 'paused'`);
  if (!paused.length) return;
  const resumed = await ctx.db.execute<Resumed>(sql`
    with pause as (
      select id, paused_at, ms, ms * interval '1 millisecond' as lost
      from sends s cross join lateral (
        select greatest(round(extract(epoch from now() - greatest(paused_at, starts_at)) * 1000), 0)::bigint as ms) l
      where ${among(paused)}
    )
    update sends s
    set status = case when s.frozen_at is not null and s.starts_at <= now() then 'sending' else 'scheduled' end,
        starts_at = s.starts_at + case when p.paused_at <= s.starts_at then p.lost else interval '0' end,
        ends_at = s.ends_at + p.lost, rest_at = s.rest_at + p.lost, resumes = s.resumes + 1, updated_at = now(),
        delayed_ms = s.delayed_ms + case when s.frozen_at is null then 0 else p.ms end
    from pause p
    where s.id = p.id
    returning s.id, s.resumes, p.ms::float8 as lost_ms,
      to_char(greatest(s.starts_at - case when s.frozen_at is null then interval '0' else interval '10 seconds' end, now()) at time zone 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wake_at`);
  await auditAll(
    ctx.db,
    ctx,
    resumed.map((send) => ({ action: 'send.resumed', target: encodeId('send', send.id), data: { moved_by_ms: send.lost_ms } })),
  );
  const events = resumed.map(({ id, resumes, wake_at }) => sendScheduled({ org_id: ctx.orgId, send_id: id, wake_at, resumes }));
  await enqueue(ctx.db, ...events);
}
