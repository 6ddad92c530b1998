import { and, eq, sql } from 'drizzle-orm';
import type { AdSync } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAudiences } from '@/server/db/schema/ads';
import { enqueue } from '@/server/jobs/outbox';
import { unwatchAudience, watchAudience } from '@/server/membership/watch-audience';
import { sayError } from './ads-error';
import { beginSync } from './begin-sync';
import { adsSync } from './events';
import { findAdAudience } from './find';
import { toSync } from './to-sync';

export const watcherOf = (adAudienceId: string) => `ads:${adAudienceId}`;

/**
 * Carries out the plan: opens a sync that brings the platform's audience in line with ours, and follows ours from now on. `empty`: takes
 * everybody out and no longer follows it. 409 while a sync is open or the account is disconnected.
 */
export async function applySync(ctx: Ctx, input: { id: string; empty: boolean }): Promise<AdSync> {
  return transact(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const { adAudience, account } = await findAdAudience(inTx, input.id);
    if (account.status === 'disconnected') throw new AppError('conflict', sayError(account.platform, 'disconnected'));
    if (!adAudience.audienceId && !input.empty) throw new AppError('conflict', sayError(account.platform, 'audience_deleted'));
    const createdBy = `${ctx.actor.type}:${ctx.actor.id}`;
    const sync = await beginSync(tx, {
      orgId: ctx.orgId,
      adAudienceId: adAudience.id,
      kind: input.empty ? 'empty' : 'everybody',
      createdBy,
    });
    if (!sync) throw new AppError('conflict', 'A sync of this audience is under way: let it finish, or cancel it first.');
    if (adAudience.audienceId) {
      const follow = input.empty ? unwatchAudience : watchAudience;
      await follow(inTx, adAudience.audienceId, watcherOf(adAudience.id));
    }
    await tx
      .update(adAudiences)
      .set({ keepInSync: !input.empty, errorCode: null, errorMessage: null, updatedAt: sql`now()` })
      .where(and(eq(adAudiences.orgId, ctx.orgId), eq(adAudiences.id, adAudience.id)));
    const event = { org_id: ctx.orgId, ad_audience_id: adAudience.id, account_id: account.id, sync_id: sync.id, round: 0 };
    await enqueue(tx, adsSync(event));
    await audit(tx, ctx, input.empty ? 'ad_audience.emptied' : 'ad_audience.applied', encodeId('adAudience', adAudience.id), {
      sync_id: encodeId('adSync', sync.id),
    });
    return toSync(sync, adAudience.name, account.platform);
  });
}
