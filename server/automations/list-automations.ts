import { and, eq, ilike, lt, ne, sql } from 'drizzle-orm';
import type { AutomationStatus } from '@/contracts/automation';
import type { AutomationSummary } from '@/contracts/automation-api';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { automations } from '@/server/db/schema/automations';
import { loadAutomations } from './load-automations';

type Input = { status?: AutomationStatus | undefined; q?: string | undefined; limit: number; cursor?: string | undefined };

/** Automations, newest first, without their definitions; archived ones only when asked for. */
export async function listAutomations(ctx: Ctx, input: Input): Promise<Page<AutomationSummary>> {
  const before = cursorId('automation', input.cursor);
  const where = and(
    eq(automations.orgId, ctx.orgId),
    input.status ? eq(automations.status, input.status) : ne(automations.status, 'archived'),
    input.q ? ilike(automations.name, containing(input.q)) : undefined,
    before ? lt(automations.id, before) : undefined,
  );
  const rows = await loadAutomations(ctx.db, where, sql`${automations.id} desc`, input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    ({ definition: _, ...summary }) => summary,
    (summary) => summary.id,
  );
}
