import { and, eq } from 'drizzle-orm';
import { AppError, invalid, notFound } from '@/contracts/errors';
import type { Send } from '@/contracts/send';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sends } from '@/server/db/schema/sends';
import { getSend } from '@/server/sends/get-send';
import { lockTest } from './lock-test';
import { readFigures } from './read-figures';
import { lockTested, type TestedSend, writeDecision } from './write-decision';

/**
 * Ends a test by hand before its time: the rest gets this subject, in every send that shares the test. The same choice once more changes
 * nothing.
 * @param id raw uuid of a send @param letter of the subject
 * @throws AppError not_found; validation_failed for a letter that the send does not have; conflict when there is nothing to choose
 */
export async function chooseSubject(ctx: Ctx, id: string, letter: string): Promise<Send> {
  return transact(ctx.db, async (db) => {
    const tx: TxCtx = { ...ctx, db };
    const [send] = await db
      .select()
      .from(sends)
      .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, id)));
    if (!send) throw notFound('send');
    const test = send.subjectTestId && (await lockTest(tx, send.subjectTestId));
    if (!test) throw new AppError('conflict', 'The send does not test its subjects.');
    const winner = 'ABCDE'.indexOf(letter);
    const { length: subjects } = send.subjectVariants;
    if (winner >= subjects) throw invalid(['winner'], 'out_of_range', `the send has the subjects A to ${'ABCDE'.charAt(subjects - 1)}`);
    if (!test.decidedAt) {
      const tested = await lockTested(tx, test.id);
      requireRunning(tested.find((each) => each.id === id) ?? send, ctx.now);
      const ids = tested.map((each) => each.id);
      const figures = await readFigures(tx, ids, test.by, subjects);
      const statement = `Chosen before the time was up. The rest gets ${letter}.`;
      const by = `${ctx.actor.type}:${ctx.actor.id}`;
      await writeDecision(tx, test.id, tested, { winner, verdict: 'chosen', statement, figures, by });
    } else if (test.winner !== winner || !test.decidedBy) throw new AppError('conflict', `It is decided already: ${test.statement}`);
    return getSend(tx, id);
  });
}

/** @throws AppError conflict with the reason */
function requireRunning(send: TestedSend, now: Date): void {
  if (send.status === 'paused') throw new AppError('conflict', 'The send is paused: resume it first.');
  if (send.status === 'finished' || send.status === 'cancelled')
    throw new AppError('conflict', `The send is ${send.status}: nobody is left to send to.`);
  if (!send.frozenAt || send.startsAt > now) throw new AppError('conflict', 'The test has not begun: nobody has any of the subjects yet.');
}
