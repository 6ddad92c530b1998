import { encodeId } from '@/contracts/ids';
import type { Watch } from '@/contracts/membership';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { getWatch } from './get-watch';
import { unwatchAudience, watchAudience } from './watch-audience';

/** Switches the membership history of an audience on or off by hand; what is so already is not audited again. 404 for an unknown one. */
export async function setHistory(ctx: Ctx, input: { id: string; on: boolean }): Promise<Watch> {
  return transact(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const before = await getWatch(inTx, input.id);
    if (before.history === input.on) return before;
    await (input.on ? watchAudience : unwatchAudience)(inTx, input.id, 'history');
    await audit(tx, ctx, input.on ? 'audience.history_started' : 'audience.history_stopped', encodeId('audience', input.id));
    return getWatch(inTx, input.id);
  });
}
