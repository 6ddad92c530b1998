import { and, eq, type SQL, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { audienceWhere, filterWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import { readFilter } from '@/server/audiences/read-filter';
import { audit } from '@/server/audit/record';
import type { TxCtx } from '@/server/context';
import { sends, subjectTests } from '@/server/db/schema/sends';
import type { SendBatch } from '@/server/jobs/events';
import { finishSend } from './finish-send';
import type { Freeze } from './freeze-recipients';
import { freezeSend } from './freeze-send';
import { dueNow } from './ledger-now';
import { releaseRest } from './release-rest';
import type { World } from './world';

/** Places of a send's ramp that one function delivers. */
export const BATCH = 100;

/**
 * Starts a send: freezes the members of a dynamic audience, once, as they are now, and lets the rest of a decided test go; answers the
 * batches that are to be delivered. A send that is over or paused has none. Called again it answers the same open batches.
 * @param resumes of the send when the caller was set going: after another pause it is void
 * @param ctx of the organization that the send's event names; the row must agree
 */
export async function startSend(world: World, ctx: Omit<TxCtx, 'db'>, sendId: string, resumes = 0): Promise<SendBatch[]> {
  const batches = await world.db.transaction(async (db) => {
    const [send] = await db
      .select()
      .from(sends)
      .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, sendId)))
      .for('update');
    if (!send || !isLive(send.status) || send.resumes !== resumes) return null;
    if (!send.frozenAt) await freeze({ ...ctx, db }, send);
    if (send.subjectTestId && !send.releasedAt) await releaseRest({ ...ctx, db }, sendId);
    return db.execute<{ first: number; last: number; due_at: string }>(sql`
      select min(position) as first, max(position) as last,
             to_char(min(${dueNow}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due_at
      from messages m join sends s on s.id = m.send_id
      where m.send_id = ${sendId} and m.status in ('scheduled', 'claimed', 'sending') and m.scheduled_at is not null
      group by position / ${BATCH}::int
      order by 1`);
  });
  if (batches && !batches.length) await finishSend(world.db.$client, sendId);
  return (batches ?? []).map((batch) => ({ org_id: ctx.orgId, send_id: sendId, ...batch, round: 0, resumes }));
}

const isLive = (status: string) => status === 'scheduled' || status === 'sending';

async function whereOf(ctx: TxCtx, send: typeof sends.$inferSelect): Promise<SQL> {
  if (send.audienceId) return audienceWhere(ctx, await findAudience(ctx, send.audienceId));
  return filterWhere(ctx, readFilter(send.filter as Filter).filter);
}

async function testOf(ctx: TxCtx, id: string | null): Promise<Freeze['test']> {
  if (!id) return null;
  const [test] = await ctx.db
    .select({ percent: subjectTests.percent, waitMinutes: subjectTests.waitMinutes })
    .from(subjectTests)
    .where(and(eq(subjectTests.orgId, ctx.orgId), eq(subjectTests.id, id)));
  return test ?? null;
}

async function freeze(ctx: TxCtx, send: typeof sends.$inferSelect): Promise<void> {
  if (!send.audienceId && !send.filter) {
    // Its audience was deleted before it started: there is nobody to send to.
    await ctx.db.execute(sql`update sends set status = 'cancelled', cancelled_at = now(), frozen_at = now() where id = ${send.id}`);
    await audit(ctx.db, ctx, 'send.cancelled', encodeId('send', send.id), { reason: 'the audience was deleted' });
    return;
  }
  const counts = await freezeSend(ctx.db, ctx.now, {
    orgId: ctx.orgId,
    sendId: send.id,
    channel: send.channel,
    where: await whereOf(ctx, send),
    slice: send.sliceIndex === null || send.sliceOf === null ? null : { index: send.sliceIndex, of: send.sliceOf },
    startsAt: send.startsAt,
    rampMinutes: send.rampMinutes,
    variants: Math.max(send.subjectVariants.length, 1),
    test: await testOf(ctx, send.subjectTestId),
  });
  await audit(ctx.db, ctx, 'send.started', encodeId('send', send.id), counts);
}
