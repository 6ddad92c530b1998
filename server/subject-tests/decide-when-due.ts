import type { TxCtx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { crashpoint } from '@/server/sends/crashpoint';
import { judge } from './judge';
import { lockTest } from './lock-test';
import { readFigures } from './read-figures';
import { lockTested, writeDecision } from './write-decision';

/**
 * Decides a test whose time is up by its figures; answers whether it was this call. Not while one of its sends is paused: a pause moves
 * the end of the wait as it moves everything that has not left. Nor when none is open any more: there is nobody to send to.
 * @param testId raw uuid
 */
export async function decideWhenDue(db: Database, ctx: Omit<TxCtx, 'db'>, testId: string): Promise<boolean> {
  const decided = await transact(db, async (executor) => {
    const tx = { ...ctx, db: executor };
    const test = await lockTest(tx, testId);
    if (!test || test.decidedAt) return false;
    const tested = await lockTested(tx, testId);
    const open = tested.filter((send) => ['scheduled', 'sending', 'paused'].includes(send.status));
    const due = open.every((send) => send.status !== 'paused' && send.restAt && send.restAt <= ctx.now);
    const [first] = open;
    if (!first || !due) return false;
    const ids = tested.map(({ id }) => id);
    const figures = await readFigures(tx, ids, test.by, first.subjectVariants.length);
    const tracked = tested.some((send) => (test.by === 'opens' ? send.trackOpens : send.trackClicks));
    const done = await writeDecision(tx, testId, tested, { ...judge(test.by, figures, tracked), figures, by: null });
    crashpoint('decide.before');
    return done;
  });
  crashpoint('decide.after');
  return decided;
}
