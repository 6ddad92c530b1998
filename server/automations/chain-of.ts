import { and, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { automationRuns } from '@/server/db/schema/automations';

const CAUSE = /^automation_run:([0-9a-f-]{36})$/;

/** What a step's transaction sets as `muster.cause`: who comes to follow the change finds the run. */
export const runCause = (runId: string): string => `automation_run:${runId}`;

/** How many automations in a row led to a change with each of these causes; 0 for causes that are no automation's. */
export async function chainOf(ctx: Pick<Ctx, 'db' | 'orgId'>, causes: readonly string[]): Promise<(cause: string) => number> {
  const ids = [...new Set(causes)].flatMap((cause) => CAUSE.exec(cause)?.[1] ?? []);
  if (!ids.length) return () => 0;
  const rows = await ctx.db
    .select({ id: automationRuns.id, chain: automationRuns.chain })
    .from(automationRuns)
    .where(and(eq(automationRuns.orgId, ctx.orgId), inArray(automationRuns.id, ids)));
  const depth = new Map(rows.map((row) => [runCause(row.id), row.chain + 1]));
  return (cause) => depth.get(cause) ?? 0;
}
