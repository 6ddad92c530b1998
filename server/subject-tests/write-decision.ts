import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { SubjectFigures } from '@/contracts/subject-test';
import { audit } from '@/server/audit/record';
import type { TxCtx } from '@/server/context';
import { sends, subjectTests } from '@/server/db/schema/sends';
import { sendScheduled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import type { Judgement } from './judge';

export type TestedSend = Pick<
  typeof sends.$inferSelect,
  'id' | 'status' | 'resumes' | 'frozenAt' | 'startsAt' | 'restAt' | 'releasedAt' | 'subjectVariants' | 'trackOpens' | 'trackClicks'
>;

/** The sends of a test, locked until the transaction ends, always in the same order. */
export const lockTested = (ctx: TxCtx, testId: string): Promise<TestedSend[]> =>
  ctx.db
    .select()
    .from(sends)
    .where(and(eq(sends.orgId, ctx.orgId), eq(sends.subjectTestId, testId)))
    .orderBy(sends.id)
    .for('no key update');

/**
 * Decides a test, once: false when it was decided already. Its sends are started anew, as after a pause, and letting the rest go is the
 * first thing that a start does; so the decision, and that somebody acts on it, are one commit. A paused send does it on resuming.
 * @param by `user:<uuid>`, `api_key:<uuid>`; null: the figures
 */
export async function writeDecision(
  ctx: TxCtx,
  testId: string,
  tested: readonly TestedSend[],
  decision: Judgement & { figures: SubjectFigures; by: string | null },
): Promise<boolean> {
  const { winner, verdict, statement, figures, by } = decision;
  const [won] = await ctx.db
    .update(subjectTests)
    .set({ decidedAt: sql`now()`, winner, verdict, statement, figures, decidedBy: by })
    .where(and(eq(subjectTests.orgId, ctx.orgId), eq(subjectTests.id, testId), isNull(subjectTests.decidedAt)))
    .returning({ id: subjectTests.id });
  if (!won) return false;
  const live = tested.filter((send) => ['scheduled', 'sending'].includes(send.status) && send.frozenAt);
  await restart(ctx, live);
  for (const send of tested.slice(0, 1))
    await audit(ctx.db, ctx, 'send.subject_chosen', encodeId('send', send.id), {
      winner: figures[winner]?.letter,
      verdict,
      by: by ? 'hand' : 'automatic',
      sends: tested.length,
    });
  return true;
}

/** What was set going before is void; the new start is the next of its number. */
async function restart(ctx: TxCtx, live: readonly TestedSend[]): Promise<void> {
  if (!live.length) return;
  const ids = live.map(({ id }) => id);
  await ctx.db.update(sends).set({ resumes: sql`resumes + 1`, updatedAt: sql`now()` }).where(inArray(sends.id, ids));
  const wake_at = ctx.now.toISOString();
  await enqueue(ctx.db, ...live.map(({ id, resumes }) => sendScheduled({ org_id: ctx.orgId, send_id: id, wake_at, resumes: resumes + 1 })));
}
