import { and, eq, ne, sql } from 'drizzle-orm';
import type { AdErrorCode } from '@/contracts/ads';
import type { Executor } from '@/server/db/client';
import { adAccounts } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import { openCredentials, sealCredentials } from './credentials';
import type { AccountRow } from './find';
import { platforms } from './platforms/all';
import type { Connection, Platform } from './platforms/platform';
import type { AdsSettings } from './settings';

/** A token that ends sooner than this is renewed before it is used; Facebook renews only tokens that still work, so there days ahead. */
const RENEW_BEFORE_MS = { facebook: 10 * 86_400_000, google: 60_000, tiktok: 0, linkedin: 86_400_000 };
type Account = Pick<AccountRow, 'id' | 'platform' | 'externalId' | 'status' | 'credentials' | 'expiresAt'>;
const accountErrors: AdErrorCode[] = ['token_expired', 'permission_missing', 'account_not_found', 'terms_not_accepted'];

/**
 * Calls a platform as this account: opens its credentials, renews the token when it ends soon or was refused, and notes on the account
 * what is wrong with it. Without `db` the account is not stored yet, and nothing is noted but on `account`. @throws AdsError
 */
export async function withAccount<T>(
  db: Executor | null,
  settings: AdsSettings,
  account: Account,
  call: (c: Connection, platform: Platform) => Promise<T>,
): Promise<T> {
  const platform = platforms[account.platform];
  const url = settings.urls[account.platform];
  try {
    if (!account.credentials || account.status === 'disconnected') throw new AdsError(account.platform, 'disconnected');
    const opened = openCredentials(settings.secret, account.id, account.credentials);
    if (!opened) throw new AdsError(account.platform, 'token_expired', 'the secret of this installation has changed');
    let connection: Connection = { accountId: account.externalId, credentials: opened, url };
    let renewed = false;
    const renew = async () => {
      const next = await platform.renew(connection);
      connection = { ...connection, credentials: next.credentials };
      renewed = true;
      const sealed = sealCredentials(settings.secret, account.id, next.credentials);
      Object.assign(account, { credentials: sealed, expiresAt: next.expiresAt });
      await db
        ?.update(adAccounts)
        .set({ credentials: sealed, expiresAt: next.expiresAt, updatedAt: sql`now()` })
        .where(and(eq(adAccounts.id, account.id), ne(adAccounts.status, 'disconnected')));
    };
    const soon = account.expiresAt && account.expiresAt.getTime() - RENEW_BEFORE_MS[account.platform] < Date.now();
    if (platform.renews(opened) && (!opened.access_token || soon)) await renew();
    try {
      return await call(connection, platform);
    } catch (error) {
      const expired = error instanceof AdsError && error.code === 'token_expired';
      if (!expired || renewed || !platform.renews(opened)) throw error;
      await renew();
      return await call(connection, platform);
    }
  } catch (error) {
    if (db && error instanceof AdsError && accountErrors.includes(error.code)) await noteProblem(db, account, error);
    throw error;
  }
}

async function noteProblem(db: Executor, account: Account, error: AdsError): Promise<void> {
  await db
    .update(adAccounts)
    .set({ status: 'needs_attention', errorCode: error.code, errorMessage: error.message, updatedAt: sql`now()` })
    .where(and(eq(adAccounts.id, account.id), ne(adAccounts.status, 'disconnected')));
}
