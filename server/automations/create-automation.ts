import { randomBytes } from 'node:crypto';
import type { AutomationDetail, AutomationInput } from '@/contracts/automation-api';
import { encodeId } from '@/contracts/ids';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automations, automationVersions } from '@/server/db/schema/automations';
import { requireDefinition } from './check-definition';
import { getAutomation } from './get-automation';
import { triggerColumns } from './trigger-columns';

export const newHookToken = (): string => randomBytes(24).toString('base64url');

/** Saves a new automation as a draft, its definition as version 1. @throws AppError validation_failed naming the step */
export async function createAutomation(ctx: Ctx, input: AutomationInput): Promise<AutomationDetail> {
  refuseText(input);
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const definition = await requireDefinition(tx, input.definition);
    const createdBy = `${ctx.actor.type}:${ctx.actor.id}`;
    const [row] = await db
      .insert(automations)
      .values({
        orgId: ctx.orgId,
        name: input.name,
        description: input.description || null,
        hookToken: newHookToken(),
        createdBy,
        ...triggerColumns(definition.trigger, false, ctx.now),
      })
      .returning({ id: automations.id });
    if (!row) throw new Error('the automation was not written');
    await db.insert(automationVersions).values({ orgId: ctx.orgId, automationId: row.id, version: 1, definition, createdBy });
    await audit(db, ctx, 'automation.created', encodeId('automation', row.id), { name: input.name });
    return getAutomation(tx, row.id);
  });
}
