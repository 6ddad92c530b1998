import type { Ctx } from '@/server/context';
import { breaksBy, pauseBroken } from './broken-rule';

/**
 * Evaluates something that a definition says: before anything is written, or in a savepoint. It was right when it was saved; where it no longer is (a filter
 * names an audience that is gone), this automation is paused and its owner told, instead of failing whatever triggered it and every other
 * automation with it. What is not the definition's fault is thrown on.
 * @param what as the owner calls it: `entry filter` @returns null when it cannot be evaluated
 */
export async function unlessBroken<T>(ctx: Ctx, automationId: string, what: string, work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const why = breaksBy(error);
    if (why === null) throw error;
    await pauseBroken(ctx, automationId, { what, why });
    return null;
  }
}
