import { encodeId } from '@/contracts/ids';
import type { Suppression } from '@/contracts/suppression';
import type { suppressions } from '@/server/db/schema/contacts';

export const toSuppression = (s: typeof suppressions.$inferSelect): Suppression => ({
  id: encodeId('suppression', s.id),
  channel: s.channel,
  address: s.address,
  reason: s.reason,
  created_at: s.createdAt.toISOString(),
});
