import { and, eq, sql } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sends } from '@/server/db/schema/sends';
import { sendScheduled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { getSend } from './get-send';

/**
 * Lets a paused send go on. What has not left moves back by the time that the pause took from it, so that it keeps its spacing; a pause
 * (or the part of it) before the start takes nothing, so the start stays where it was. A second call changes nothing.
 * @param id raw uuid @throws AppError not_found; conflict when it is over
 */
export async function resumeSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (tx) => {
    const [send] = await tx
      .select({ status: sends.status, resumes: sends.resumes })
      .from(sends)
      .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, id)))
      .for('update');
    if (!send) throw notFound('send');
    if (send.status === 'finished' || send.status === 'cancelled') throw new AppError('conflict', `The send is ${send.status} already.`);
    if (send.status === 'paused') {
      const [row] = await tx.execute<{ lost_ms: number; wake_at: string }>(sql`
        with pause as (
          select id, paused_at, greatest(now() - greatest(paused_at, starts_at), interval '0') as lost from sends where id = ${id}
        ), resumed as (
          update sends s
          set status = case when s.frozen_at is not null and s.starts_at <= now() then 'sending' else 'scheduled' end,
              starts_at = s.starts_at + case when p.paused_at <= s.starts_at then p.lost else interval '0' end,
              ends_at = s.ends_at + p.lost, resumes = s.resumes + 1, updated_at = now()
          from pause p
          where s.id = p.id
          returning s.starts_at, s.frozen_at, p.lost
        ), moved as (
          update messages m set scheduled_at = m.scheduled_at + r.lost, updated_at = now()
          from resumed r
          where m.send_id = ${id} and m.status in ('scheduled', 'claimed') and r.lost > interval '0'
        )
        select (extract(epoch from lost) * 1000)::float8 as lost_ms,
               to_char(greatest(starts_at - case when frozen_at is null then interval '0' else interval '10 seconds' end, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wake_at
        from resumed`);
      if (!row) throw new Error('the send was not resumed');
      await audit(tx, ctx, 'send.resumed', encodeId('send', id), { moved_by_ms: Math.round(row.lost_ms) });
      await enqueue(tx, sendScheduled({ org_id: ctx.orgId, send_id: id, wake_at: row.wake_at, resumes: send.resumes + 1 }));
    }
    return getSend({ ...ctx, db: tx }, id);
  });
}
