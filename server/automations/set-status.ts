import { eq, sql } from 'drizzle-orm';
import type { AutomationDetail } from '@/contracts/automation-api';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automations } from '@/server/db/schema/automations';
import { requireDefinition } from './check-definition';
import { endRuns } from './end-run';
import { type AutomationRow, currentVersion, findAutomation } from './find-automation';
import { getAutomation } from './get-automation';
import { listen } from './listen';
import { triggerColumns } from './trigger-columns';
import { wakeRuns } from './wake-runs';

/**
 * Lets contacts in from now on; those inside an audience already do not enter. After a pause, runs go on where they were held.
 * @throws AppError not_found, conflict (archived), validation_failed when what the definition names is gone
 */
export const activateAutomation = (ctx: Ctx, id: string): Promise<AutomationDetail> =>
  change(ctx, id, 'active', async (tx, old) => {
    const version = await currentVersion(tx, old);
    await requireDefinition(tx, version.definition);
    const columns = triggerColumns(version.definition.trigger, true, ctx.now);
    await tx.db
      .update(automations)
      .set({ ...columns, status: 'active', problem: null, activatedAt: old.activatedAt ?? ctx.now, updatedAt: sql`now()` })
      .where(eq(automations.id, old.id));
    await listen(tx, old.id, version);
    return { resumed: await wakeRuns(tx, sql`r.automation_id = ${old.id} and r.parked`) };
  });

/** Nobody enters, and whoever is under way is held before their next step; what triggers meanwhile is not made up for. */
export const pauseAutomation = (ctx: Ctx, id: string): Promise<AutomationDetail> =>
  change(ctx, id, 'paused', async (tx, old) => {
    if (old.status === 'draft') throw new AppError('conflict', 'A draft is not running.');
    await tx.db.update(automations).set({ status: 'paused', nextAt: null, updatedAt: sql`now()` }).where(eq(automations.id, old.id));
    return {};
  });

/** For good: nobody enters, and whoever is under way is stopped. What happened stays to be read. */
export const archiveAutomation = (ctx: Ctx, id: string): Promise<AutomationDetail> =>
  change(ctx, id, 'archived', async (tx, old) => {
    await tx.db.update(automations).set({ status: 'archived', nextAt: null, updatedAt: sql`now()` }).where(eq(automations.id, old.id));
    const stopped = await endActive(tx, old.id);
    await listen(tx, old.id, null);
    return { stopped };
  });

const verbs = { active: 'activated', paused: 'paused', archived: 'archived' } as const;

async function change(
  ctx: Ctx,
  id: string,
  to: keyof typeof verbs,
  work: (tx: TxCtx, old: AutomationRow) => Promise<Record<string, unknown>>,
): Promise<AutomationDetail> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const old = await findAutomation(tx, id, true);
    if (old.status === 'archived' && to !== 'archived') throw new AppError('conflict', 'The automation is archived.');
    if (old.status !== to) {
      const data = await work(tx, old);
      await audit(db, ctx, `automation.${verbs[to]}`, encodeId('automation', id), data);
    }
    return getAutomation(tx, id);
  });
}

async function endActive(tx: TxCtx, automationId: string): Promise<number> {
  const rows = await tx.db.execute<{ id: string }>(
    sql`select id from automation_runs where automation_id = ${automationId} and status = 'active'`,
  );
  return endRuns(
    tx,
    rows.map((row) => row.id),
    { status: 'stopped', reason: 'archived' },
  );
}
