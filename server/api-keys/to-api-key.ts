import type { ApiKey } from '@/contracts/api-key';
import { encodeId } from '@/contracts/ids';
import type { Scope } from '@/contracts/scopes';
import type { apiKeys } from '@/server/db/schema/auth';

/** Row → wire. The hash stays behind. */
export const toApiKey = (row: typeof apiKeys.$inferSelect): ApiKey => ({
  id: encodeId('apiKey', row.id),
  name: row.name,
  prefix: row.prefix,
  last4: row.last4,
  scopes: row.scopes as Scope[],
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  expires_at: row.expiresAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
});
