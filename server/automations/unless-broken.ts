import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { sqlState } from '@/server/db/retry';
import { automations } from '@/server/db/schema/automations';

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
    const why = reasonOf(error);
    if (why === null) throw error;
    const problem = `Paused: its ${what} can no longer be evaluated (${why}). Correct that and activate it again.`;
    const paused = await ctx.db
      .update(automations)
      .set({ status: 'paused', nextAt: null, problem, updatedAt: sql`now()` })
      .where(and(eq(automations.orgId, ctx.orgId), eq(automations.id, automationId), eq(automations.status, 'active')))
      .returning({ id: automations.id });
    if (paused.length) await audit(ctx.db, ctx, 'automation.paused', encodeId('automation', automationId), { problem });
    return null;
  }
}

/** Null for what is nobody's definition: lost connections, conflicts, a full disk, a constraint, a mistake of ours. */
function reasonOf(error: unknown): string | null {
  if (error instanceof AppError) return error.status < 500 ? error.message : null;
  const state = sqlState(error);
  if (state === undefined || /^(08|23|40|53|57P)/.test(state)) return null;
  return state === '57014' ? 'it takes too long' : `the database refuses it, ${state}`;
}
