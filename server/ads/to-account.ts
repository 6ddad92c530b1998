import type { AdAccount } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { AccountRow } from './find';
import { shownError } from './say';

/** Without its credentials: nothing shows them again. */
export const toAccount = (row: AccountRow): AdAccount => ({
  id: encodeId('adAccount', row.id),
  platform: row.platform,
  name: row.name,
  account_id: row.externalId,
  status: row.status,
  // An access token of an hour is nobody's concern: it is renewed.
  expires_at: row.renews ? null : (row.expiresAt?.toISOString() ?? null),
  renews: row.renews,
  limited_until: row.limitedUntil && row.limitedUntil.getTime() > Date.now() ? row.limitedUntil.toISOString() : null,
  error: shownError(row),
  checked_at: row.checkedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});
