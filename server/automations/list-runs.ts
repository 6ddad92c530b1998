import { and, desc, eq, lt } from 'drizzle-orm';
import type { RunStatus } from '@/contracts/automation';
import type { AutomationRunWire } from '@/contracts/automation-api';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { automationRuns, automationVersions } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';
import { findAutomation } from './find-automation';
import { runColumns, toRun } from './to-run';

type Input = {
  id: string;
  status?: RunStatus | undefined;
  contactId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** Runs of an automation, newest first. @throws AppError not_found (automation) */
export async function listRuns(ctx: Ctx, input: Input): Promise<Page<AutomationRunWire>> {
  await findAutomation(ctx, input.id);
  const before = cursorId('automationRun', input.cursor);
  const rows = await ctx.db
    .select(runColumns)
    .from(automationRuns)
    .innerJoin(automationVersions, eq(automationVersions.id, automationRuns.versionId))
    .leftJoin(contacts, eq(contacts.id, automationRuns.contactId))
    .where(
      and(
        eq(automationRuns.orgId, ctx.orgId),
        eq(automationRuns.automationId, input.id),
        input.status ? eq(automationRuns.status, input.status) : undefined,
        input.contactId ? eq(automationRuns.contactId, input.contactId) : undefined,
        before ? lt(automationRuns.id, before) : undefined,
      ),
    )
    .orderBy(desc(automationRuns.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toRun, (run) => run.id);
}
