import type { MailHook } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import type { mailHooks } from '@/server/db/schema/hooks';
import { env } from '@/server/env';

/** Row → wire. The secret stays behind. */
export function toMailHook(row: typeof mailHooks.$inferSelect): MailHook {
  const id = encodeId('webhook', row.id);
  return {
    id,
    name: row.name,
    provider: row.provider,
    url: `${env().APP_URL}/api/hooks/mail/${id}`,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}
