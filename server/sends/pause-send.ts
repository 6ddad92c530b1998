import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import { auditAll } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { getSend } from './get-send';
import { among, lockSends } from './lock-sends';

/**
 * Holds what has not left. Messages already with the provider end as they end; those a worker has only claimed go back. A second call
 * changes nothing. A send that is paused over its start is evaluated when it is resumed.
 * @param id raw uuid @throws AppError not_found; conflict when it is over
 */
export async function pauseSend(ctx: Ctx, id: string): Promise<Send> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    await pauseSends(tx, sql`s.id = ${id}::uuid`);
    const send = await getSend(tx, id);
    if (send.status !== 'paused') throw new AppError('conflict', `The send is ${send.status} already.`);
    return send;
  });
}

/** Pauses every open send of these, in the caller's transaction. Only the sends change: `beginSending` puts back what was claimed. */
export async function pauseSends(ctx: TxCtx, where: SQL): Promise<void> {
  const open = await lockSends(ctx, sql`${where} and s.status in ('scheduled', 'sending')`);
  if (!open.length) return;
  await ctx.db.execute(sql`update sends s set status = 'paused', paused_at = now(), updated_at = now() where ${among(open)}`);
  await auditAll(
    ctx.db,
    ctx,
    open.map(({ id }) => ({ action: 'send.paused', target: encodeId('send', id) })),
  );
}
