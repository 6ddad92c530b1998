import { and, eq } from 'drizzle-orm';
import type { CustomAudience, CustomType } from '@/contracts/custom';
import type { Page } from '@/contracts/page';
import { audienceRows } from '@/server/audiences/audience-rows';
import { countMembers } from '@/server/audiences/contact-count';
import type { Ctx } from '@/server/context';
import { pageFrom } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import type { CustomRow } from './find-custom';
import { toCustom } from './to-custom';

/** Newest first. A pixel's audience is not counted here (`contact_count` null): read it for the number. */
export async function listCustom(
  ctx: Ctx,
  input: { limit: number; cursor?: string; q?: string; type?: CustomType },
): Promise<Page<CustomAudience>> {
  const ofType = input.type ? eq(audiences.customType, input.type) : undefined;
  const rows = (await audienceRows(ctx, input, and(eq(audiences.kind, 'custom'), ofType))) as CustomRow[];
  const counts = await countMembers(ctx, rows.slice(0, input.limit));
  return pageFrom(
    rows,
    input.limit,
    (row) => toCustom(row, counts.get(row.id) ?? null),
    (a) => a.id,
  );
}
