import { lt } from 'drizzle-orm';
import type { AdAudience } from '@/contracts/ads';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { adAudiences } from '@/server/db/schema/ads';
import { loadAdAudiences } from './load-ad-audiences';

/** Newest first. */
export async function listAdAudiences(ctx: Ctx, input: { limit: number; cursor?: string }): Promise<Page<AdAudience>> {
  const before = cursorId('adAudience', input.cursor);
  const rows = await loadAdAudiences(ctx, before ? lt(adAudiences.id, before) : undefined, input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => row,
    (row) => row.id,
  );
}
