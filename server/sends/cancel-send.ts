import { type SQL, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { auditAll } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sendCancelled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { countLedger, sumUp } from './count-ledger';
import { getSend } from './get-send';
import { among, lockSends } from './lock-sends';

/**
 * Stops what has not left. Messages already with the provider end as they end; a send that is over stays as it is, so a second call
 * changes nothing.
 * @param id raw uuid @throws AppError not_found
 */
export async function cancelSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    await cancelSends(tx, sql`s.id = ${id}::uuid`);
    return getSend(tx, id);
  });
}

/**
 * Cancels every open send of these, in the caller's transaction. Only the sends change: from the moment that this commits no message of
 * theirs begins to leave (`beginSending`) and what waits counts as cancelled; a job closes the rows (`closeCancelled`).
 */
export async function cancelSends(ctx: TxCtx, where: SQL): Promise<void> {
  const open = await lockSends(ctx, sql`${where} and s.status in ('scheduled', 'sending', 'paused')`);
  if (!open.length) return;
  const counted = await countLedger(ctx.db, among(open));
  await ctx.db.execute(sql`update sends s set status = 'cancelled', cancelled_at = now(), updated_at = now() where ${among(open)}`);
  await auditAll(
    ctx.db,
    ctx,
    open.map(({ id }) => ({
      action: 'send.cancelled',
      target: encodeId('send', id),
      data: { cancelled: sumUp(counted.filter((each) => each.send_id === id)).scheduled },
    })),
  );
  await enqueue(ctx.db, ...open.map(({ id }) => sendCancelled({ org_id: ctx.orgId, send_id: id })));
}
