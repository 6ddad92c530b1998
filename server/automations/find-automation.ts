import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { automations, automationVersions } from '@/server/db/schema/automations';
import { loadVersion, type Version } from './load-version';

export type AutomationRow = typeof automations.$inferSelect;

/** The automation's row; 404 when the organization has none with that uuid. `lock`: held for a change until the transaction ends. */
export async function findAutomation(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string, lock = false): Promise<AutomationRow> {
  const query = ctx.db
    .select()
    .from(automations)
    .where(and(eq(automations.orgId, ctx.orgId), eq(automations.id, id)));
  const [row] = await (lock ? query.for('no key update') : query);
  if (!row) throw notFound('automation');
  return row;
}

/** The version that new entries get. */
export async function currentVersion(ctx: Pick<Ctx, 'db' | 'orgId'>, automation: Pick<AutomationRow, 'id' | 'version'>): Promise<Version> {
  const [row] = await ctx.db
    .select({ id: automationVersions.id })
    .from(automationVersions)
    .where(and(eq(automationVersions.automationId, automation.id), eq(automationVersions.version, automation.version)));
  if (!row) throw new Error(`automation ${automation.id} has no version ${automation.version}`);
  return loadVersion(ctx, row.id);
}
