import type { CustomAudience } from '@/contracts/custom';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { evaluate } from './evaluate';
import { lockCustom } from './find-custom';
import { showCustom } from './to-custom';

/** Evaluates the audience again: contacts who came since are matched, a lookalike learns anew. @throws AppError 404; 422 as `createCustom` */
export async function refreshCustom(ctx: Ctx, id: string): Promise<CustomAudience> {
  return transact(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const row = await evaluate(inTx, await lockCustom(inTx, id));
    const shown = await showCustom(inTx, row);
    await audit(tx, ctx, 'custom_audience.refreshed', encodeId('audience', id), { contacts: shown.contact_count });
    return shown;
  });
}
