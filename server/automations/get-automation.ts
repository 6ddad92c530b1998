import { and, eq, sql } from 'drizzle-orm';
import type { AutomationDetail } from '@/contracts/automation-api';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { automations } from '@/server/db/schema/automations';
import { loadAutomations } from './load-automations';

/** One automation with its current definition and the counts of its runs. @param id raw uuid @throws AppError not_found */
export async function getAutomation(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string): Promise<AutomationDetail> {
  const [found] = await loadAutomations(ctx.db, and(eq(automations.orgId, ctx.orgId), eq(automations.id, id)), sql`${automations.id}`, 1);
  if (!found) throw notFound('automation');
  return found;
}
