import { eq, sql } from 'drizzle-orm';
import type { AutomationDetail, AutomationInput } from '@/contracts/automation-api';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automations, automationVersions } from '@/server/db/schema/automations';
import { requireDefinition } from './check-definition';
import { currentVersion, findAutomation } from './find-automation';
import { getAutomation } from './get-automation';
import { listen } from './listen';
import { triggerColumns } from './trigger-columns';
import { wakeRuns } from './wake-runs';

type AutomationUpdate = AutomationInput & {
  id: string /** The version that was edited: 409 when there is a newer one. */;
  based_on?: number | undefined;
};

/**
 * Saves a change. A definition that differs becomes the next version: who enters from now on gets it, who is under way stays on theirs.
 * @throws AppError not_found, conflict (archived, or edited meanwhile), validation_failed naming the step
 */
export async function updateAutomation(ctx: Ctx, input: AutomationUpdate): Promise<AutomationDetail> {
  refuseText(input);
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const old = await findAutomation(tx, input.id, true);
    if (old.status === 'archived') throw new AppError('conflict', 'The automation is archived.');
    if (input.based_on !== undefined && input.based_on !== old.version)
      throw new AppError('conflict', `Somebody saved version ${old.version} meanwhile: reload to see it.`);
    const definition = await requireDefinition(tx, input.definition);
    const before = await currentVersion(tx, old);
    const changed = JSON.stringify(definition) !== JSON.stringify(before.definition);
    const version = old.version + (changed ? 1 : 0);
    const createdBy = `${ctx.actor.type}:${ctx.actor.id}`;
    if (changed) await db.insert(automationVersions).values({ orgId: ctx.orgId, automationId: old.id, version, definition, createdBy });
    await db
      .update(automations)
      .set({
        name: input.name,
        description: input.description || null,
        version,
        ...(changed ? { ...triggerColumns(definition.trigger, old.status === 'active', ctx.now), problem: null } : {}),
        updatedAt: sql`now()`,
      })
      .where(eq(automations.id, old.id));
    if (changed && old.status !== 'draft') await listen(tx, old.id, await currentVersion(tx, { id: old.id, version }));
    // whoever waits on an earlier version for a rule that this one may have mended
    if (changed && old.status === 'active') await wakeRuns(tx, sql`r.automation_id = ${old.id} and r.parked`);
    await audit(db, ctx, 'automation.updated', encodeId('automation', old.id), { version });
    return getAutomation(tx, old.id);
  });
}
