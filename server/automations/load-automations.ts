import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { definitionSchema, type RunStatus } from '@/contracts/automation';
import type { AutomationDetail } from '@/contracts/automation-api';
import { encodeId } from '@/contracts/ids';
import type { Executor } from '@/server/db/client';
import { automationRuns, automations, automationVersions } from '@/server/db/schema/automations';
import { audiences } from '@/server/db/schema/contacts';
import { describeTrigger } from './describe-trigger';

/** Automations as answers show them, with their definition and the counts of their runs. */
export async function loadAutomations(db: Executor, where: SQL | undefined, order: SQL, limit: number): Promise<AutomationDetail[]> {
  const rows = await db
    .select({ ...getTableColumns(automations), definition: automationVersions.definition, audienceName: audiences.name })
    .from(automations)
    .innerJoin(
      automationVersions,
      and(eq(automationVersions.automationId, automations.id), eq(automationVersions.version, automations.version)),
    )
    .leftJoin(audiences, eq(audiences.id, automations.triggerAudienceId))
    .where(where)
    .orderBy(order)
    .limit(limit);
  const counted = await countRuns(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const definition = definitionSchema.parse(row.definition);
    return {
      id: encodeId('automation', row.id),
      name: row.name,
      description: row.description,
      status: row.status,
      version: row.version,
      trigger_type: row.triggerType,
      trigger: describeTrigger(definition.trigger, row.audienceName),
      next_at: row.nextAt?.toISOString() ?? null,
      problem: row.problem,
      runs: sumUp(counted.filter((count) => count.id === row.id)),
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
      activated_at: row.activatedAt?.toISOString() ?? null,
      definition,
    };
  });
}

type Counted = { id: string; status: RunStatus; n: number };

async function countRuns(db: Executor, ids: string[]): Promise<Counted[]> {
  if (!ids.length) return [];
  return db
    .select({ id: automationRuns.automationId, status: automationRuns.status, n: sql<number>`count(*)::int` })
    .from(automationRuns)
    .where(inArray(automationRuns.automationId, ids))
    .groupBy(automationRuns.automationId, automationRuns.status);
}

function sumUp(rows: readonly Counted[]): AutomationDetail['runs'] {
  const of = (status: RunStatus) => rows.find((row) => row.status === status)?.n ?? 0;
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    active: of('active'),
    completed: of('completed'),
    exited: of('exited'),
    stopped: of('stopped'),
    failed: of('failed'),
  };
}
