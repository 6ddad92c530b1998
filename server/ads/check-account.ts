import { and, eq, ne, sql } from 'drizzle-orm';
import type { AdAccount } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAccounts } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import { findAccount } from './find';
import { toAppError } from './say';
import { type AdsSettings, adsSettings } from './settings';
import { toAccount } from './to-account';
import { withAccount } from './with-account';

/** Asks the platform whether the account still works, and shows what is wrong with it when not. 503 when the platform does not answer. */
export async function checkAccount(ctx: Ctx, id: string, settings: AdsSettings = adsSettings()): Promise<AdAccount> {
  const account = await findAccount(ctx, id);
  try {
    const checked = await withAccount(ctx.db, settings, account, (c, p) => p.check(c));
    await transact(ctx.db, async (tx) => {
      await tx
        .update(adAccounts)
        .set({ name: checked.name, status: 'connected', errorCode: null, errorMessage: null, checkedAt: ctx.now, updatedAt: sql`now()` })
        .where(and(eq(adAccounts.id, id), ne(adAccounts.status, 'disconnected')));
      await audit(tx, ctx, 'ad_account.checked', encodeId('adAccount', id));
    });
  } catch (error) {
    // What the owner has to do about it is on the account now; what passes by itself is an answer of its own.
    if (!(error instanceof AdsError) || error.code === 'platform_unavailable' || error.code === 'rate_limited')
      throw toAppError(error, ['id']);
  }
  return toAccount(await findAccount(ctx, id));
}
