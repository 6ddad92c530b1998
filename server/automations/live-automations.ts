import { and, eq, type SQL } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { automations, automationVersions } from '@/server/db/schema/automations';
import { loadVersion, type Version } from './load-version';

/** The current versions of the organization's active automations that satisfy `where`. */
export async function liveAutomations(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL | undefined): Promise<Version[]> {
  const rows = await ctx.db
    .select({ id: automationVersions.id })
    .from(automations)
    .innerJoin(
      automationVersions,
      and(eq(automationVersions.automationId, automations.id), eq(automationVersions.version, automations.version)),
    )
    .where(and(eq(automations.orgId, ctx.orgId), eq(automations.status, 'active'), where));
  return Promise.all(rows.map((row) => loadVersion(ctx, row.id)));
}
