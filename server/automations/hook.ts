import { eq, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { hookSchema } from '@/contracts/automation-api';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automations } from '@/server/db/schema/automations';
import { env } from '@/server/env';
import { newHookToken } from './create-automation';
import { type AutomationRow, findAutomation } from './find-automation';
import { hookSecret } from './hook-secrets';

type Hook = z.infer<typeof hookSchema>;

/** Where an automation is called, and the secrets of both directions. @throws AppError not_found */
export const getHook = async (ctx: Ctx, id: string): Promise<Hook> => toHook(await findAutomation(ctx, id));

/** A new address and new secrets; the old ones are void at once. @throws AppError not_found */
export async function rotateHook(ctx: Ctx, id: string): Promise<Hook> {
  return transact(ctx.db, async (db) => {
    await findAutomation({ ...ctx, db }, id, true);
    const [row] = await db
      .update(automations)
      .set({ hookToken: newHookToken(), hookGeneration: sql`${automations.hookGeneration} + 1`, updatedAt: sql`now()` })
      .where(eq(automations.id, id))
      .returning();
    if (!row) throw new Error('the automation went');
    await audit(db, ctx, 'automation.webhook_rotated', encodeId('automation', id));
    return toHook(row);
  });
}

const toHook = (row: AutomationRow): Hook => ({
  url: `${env().APP_URL}/api/hooks/automation/${row.hookToken}`,
  secret: hookSecret('in', row, env()),
  outgoing_secret: hookSecret('out', row, env()),
});
