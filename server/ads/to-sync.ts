import type { AdPlatform, AdSync } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { SyncRow } from './find';
import { shownError } from './say';

export const toSync = (row: SyncRow, name: string, platform: AdPlatform): AdSync => ({
  id: encodeId('adSync', row.id),
  ad_audience_id: encodeId('adAudience', row.adAudienceId),
  ad_audience_name: name,
  platform,
  kind: row.kind,
  status: row.status,
  to_add: row.toAdd,
  to_remove: row.toRemove,
  added: row.added,
  removed: row.removed,
  failed: row.failed,
  requests: row.requests,
  waiting_until: row.waitingUntil?.toISOString() ?? null,
  error: shownError(row),
  created_at: row.createdAt.toISOString(),
  finished_at: row.finishedAt?.toISOString() ?? null,
});
