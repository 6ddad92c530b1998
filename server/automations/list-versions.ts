import { desc, eq, sql } from 'drizzle-orm';
import { definitionSchema } from '@/contracts/automation';
import type { AutomationVersion } from '@/contracts/automation-api';
import type { Ctx } from '@/server/context';
import { automationRuns, automationVersions } from '@/server/db/schema/automations';
import { findAutomation } from './find-automation';

/** Every version, the newest first, with how many people are under way on it. @throws AppError not_found */
export async function listVersions(ctx: Ctx, id: string): Promise<AutomationVersion[]> {
  const automation = await findAutomation(ctx, id);
  const rows = await ctx.db
    .select({
      version: automationVersions.version,
      createdAt: automationVersions.createdAt,
      createdBy: automationVersions.createdBy,
      definition: automationVersions.definition,
      active: sql<number>`(select count(*)::int from ${automationRuns} r where r.version_id = ${automationVersions.id} and r.status = 'active')`,
    })
    .from(automationVersions)
    .where(eq(automationVersions.automationId, automation.id))
    .orderBy(desc(automationVersions.version))
    .limit(200);
  return rows.map((row) => ({
    version: row.version,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    active_runs: row.active,
    definition: definitionSchema.parse(row.definition),
  }));
}
