import { and, eq, sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sends } from '@/server/db/schema/sends';
import { sendCancelled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { getSend } from './get-send';

/**
 * Stops what has not left. Messages already with the provider end as they end; a send that is over stays as it is, so a second call
 * changes nothing.
 * @param id raw uuid @throws AppError not_found
 */
export async function cancelSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (tx) => {
    const [send] = await tx
      .select({ status: sends.status })
      .from(sends)
      .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, id)))
      .for('update');
    if (!send) throw notFound('send');
    if (['scheduled', 'sending', 'paused'].includes(send.status)) {
      await tx.execute(sql`update sends set status = 'cancelled', cancelled_at = now(), updated_at = now() where id = ${id}`);
      const [row] = await tx.execute<{ n: number }>(sql`
        with stopped as (
          update messages set status = 'cancelled', lease_until = null, updated_at = now()
          where send_id = ${id} and status in ('scheduled', 'claimed')
          returning 1)
        select count(*)::int as n from stopped`);
      await audit(tx, ctx, 'send.cancelled', encodeId('send', id), { cancelled: row?.n ?? 0 });
      await enqueue(tx, sendCancelled({ org_id: ctx.orgId, send_id: id }));
    }
    return getSend({ ...ctx, db: tx }, id);
  });
}
