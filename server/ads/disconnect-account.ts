import { and, eq, inArray, sql } from 'drizzle-orm';
import type { AdAccount } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAccounts, adAudiences, adSyncs } from '@/server/db/schema/ads';
import { sayError } from './ads-error';
import { findAccount } from './find';
import { toAccount } from './to-account';

/**
 * Deletes the credentials and stops every sync of the account; its history stays. People who are on the platform stay there: take them out
 * before. Connecting the same account again goes on where it stopped.
 */
export async function disconnectAccount(ctx: Ctx, id: string): Promise<AdAccount> {
  return transact(ctx.db, async (tx) => {
    const account = await findAccount({ ...ctx, db: tx }, id);
    if (account.status === 'disconnected') return toAccount(account);
    const [row] = await tx
      .update(adAccounts)
      .set({ status: 'disconnected', credentials: null, expiresAt: null, errorCode: null, errorMessage: null, updatedAt: sql`now()` })
      .where(eq(adAccounts.id, id))
      .returning();
    const mine = tx.select({ id: adAudiences.id }).from(adAudiences).where(eq(adAudiences.accountId, id));
    await tx
      .update(adSyncs)
      .set({
        status: 'cancelled',
        errorCode: 'disconnected',
        errorMessage: sayError(account.platform, 'disconnected'),
        finishedAt: ctx.now,
        waitingUntil: null,
      })
      .where(and(inArray(adSyncs.adAudienceId, mine), inArray(adSyncs.status, ['running', 'waiting'])));
    await audit(tx, ctx, 'ad_account.disconnected', encodeId('adAccount', id), {
      platform: account.platform,
      account_id: account.externalId,
    });
    if (!row) throw new Error('an account that vanished');
    return toAccount(row);
  });
}
