import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { refusedState } from '@/server/db/refused';
import { automations } from '@/server/db/schema/automations';

/** `what` as the owner calls it (`entry filter`), `why` in words. */
type Broken = { what: string; why: string };

/** Something that a definition says can no longer be evaluated. Thrown out of the transaction that tried: nothing of it is kept. */
export class BrokenRule extends Error implements Broken {
  constructor(
    readonly what: string,
    readonly why: string,
    /** Only who is on an earlier version meets it: the current one has no such step. */
    readonly outdated = false,
  ) {
    super(`${what} can no longer be evaluated (${why})`);
  }
}

/** @throws BrokenRule where it is the rule's fault that it cannot be evaluated */
export async function evaluated<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = breaksBy(error);
    throw why === null ? error : new BrokenRule(what, why);
  }
}

/** Null for what is nobody's definition: lost connections, conflicts, a full disk, a constraint, a mistake of ours. */
export function breaksBy(error: unknown): string | null {
  if (error instanceof AppError) return error.status < 500 ? error.message : null;
  const state = refusedState(error);
  if (state === null) return null;
  return state === '57014' ? 'it takes too long' : `the database refuses it, ${state}`;
}

/** Pauses an automation that is active, once, and writes down why. */
export async function pauseBroken(ctx: Ctx, automationId: string, { what, why }: Broken): Promise<void> {
  const problem = `Paused: its ${what} can no longer be evaluated (${why}). Correct that and activate it again.`;
  const paused = await ctx.db
    .update(automations)
    .set({ status: 'paused', nextAt: null, problem, updatedAt: sql`now()` })
    .where(and(eq(automations.orgId, ctx.orgId), eq(automations.id, automationId), eq(automations.status, 'active')))
    .returning({ id: automations.id });
  if (paused.length) await audit(ctx.db, ctx, 'automation.paused', encodeId('automation', automationId), { problem });
}

/** Tells the owner of those on an earlier version who wait at a step that the current one no longer has; nobody else is held for them. */
export const tellOutdated = (ctx: Ctx, automationId: string, { what }: Broken) =>
  ctx.db
    .update(automations)
    .set({
      problem: `Contacts on an earlier version wait: its ${what} can no longer be evaluated, and the current version has no such step. Stop their runs, or put the step back.`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(automations.orgId, ctx.orgId), eq(automations.id, automationId)));
