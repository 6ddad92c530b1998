import { and, eq, sql } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sends } from '@/server/db/schema/sends';
import { getSend } from './get-send';

/**
 * Holds what has not left. Messages already with the provider end as they end; those a worker has only claimed go back. A second call
 * changes nothing. A send that is paused over its start is evaluated when it is resumed.
 * @param id raw uuid @throws AppError not_found; conflict when it is over
 */
export async function pauseSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (tx) => {
    const [send] = await tx
      .select({ status: sends.status })
      .from(sends)
      .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, id)))
      .for('update');
    if (!send) throw notFound('send');
    if (send.status === 'finished' || send.status === 'cancelled') throw new AppError('conflict', `The send is ${send.status} already.`);
    if (send.status !== 'paused') {
      await tx.execute(sql`update sends set status = 'paused', paused_at = now(), updated_at = now() where id = ${id}`);
      // The row changes, so that a worker between its claim and its last look finds it no longer its own.
      await tx.execute(sql`
        update messages set status = 'scheduled', fence = null, lease_until = null, attempt = attempt - 1, updated_at = now()
        where send_id = ${id} and status = 'claimed'`);
      await audit(tx, ctx, 'send.paused', encodeId('send', id), {});
    }
    return getSend({ ...ctx, db: tx }, id);
  });
}
