import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { AdAccount, ConnectInput } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adAccounts } from '@/server/db/schema/ads';
import { type Credentials, sealCredentials } from './credentials';
import { platforms } from './platforms/all';
import { toAppError } from './say';
import { type AdsSettings, adsSettings } from './settings';
import { toAccount } from './to-account';
import { wakeAccount } from './wake';
import { withAccount } from './with-account';

/**
 * Connects an account, or connects a known one again with new credentials: its syncs then go on. The platform is asked first, so what is
 * stored works. @throws 422 with the platform's reason, 503 when it does not answer
 */
export async function connectAccount(ctx: Ctx, input: ConnectInput, settings: AdsSettings = adsSettings()): Promise<AdAccount> {
  const { platform, account_id } = input;
  const credentials = Object.fromEntries(Object.entries(input.credentials).filter(([, value]) => value)) as Credentials;
  const [known] = await ctx.db
    .select()
    .from(adAccounts)
    .where(and(eq(adAccounts.orgId, ctx.orgId), eq(adAccounts.platform, platform), eq(adAccounts.externalId, account_id)));
  const id = known?.id ?? uuidv7();
  const sealed = sealCredentials(settings.secret, id, credentials);
  const draft = { id, platform, externalId: account_id, status: 'connected' as const, credentials: sealed, expiresAt: null as Date | null };
  const checked = await withAccount(null, settings, draft, (c, p) => p.check(c)).catch((error) => {
    throw toAppError(error, ['credentials']);
  });
  const row = await transact(ctx.db, async (tx) => {
    const values = {
      name: checked.name,
      status: 'connected' as const,
      credentials: draft.credentials,
      expiresAt: draft.expiresAt ?? checked.expiresAt,
      renews: platforms[platform].renews(credentials),
      limitedUntil: null,
      errorCode: null,
      errorMessage: null,
      checkedAt: ctx.now,
    };
    const [saved] = await tx
      .insert(adAccounts)
      .values({ id, orgId: ctx.orgId, platform, externalId: account_id, ...values })
      .onConflictDoUpdate({
        target: [adAccounts.orgId, adAccounts.platform, adAccounts.externalId],
        set: { ...values, updatedAt: sql`now()` },
      })
      .returning();
    if (!saved) throw new Error('an upsert without a row');
    // Sealed for another row when two connect the same account at once.
    if (saved.id !== id) throw new AppError('conflict', 'This account was connected by somebody else at the same moment.');
    await audit(tx, ctx, known ? 'ad_account.reconnected' : 'ad_account.connected', encodeId('adAccount', id), { platform, account_id });
    await wakeAccount(tx, id);
    return saved;
  });
  return toAccount(row);
}
