import { and, desc, eq, ilike, lt } from 'drizzle-orm';
import type { CustomAudience, CustomType } from '@/contracts/custom';
import type { Page } from '@/contracts/page';
import { isStorable, trimText } from '@/contracts/text';
import { countMembers } from '@/server/audiences/contact-count';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import type { CustomRow } from './find-custom';
import { toCustom } from './to-custom';

/** Newest first. A pixel's audience is not counted here (`contact_count` null): read it for the number. */
export async function listCustom(
  ctx: Ctx,
  input: { limit: number; cursor?: string; q?: string; type?: CustomType },
): Promise<Page<CustomAudience>> {
  const before = cursorId('audience', input.cursor);
  const q = trimText(input.q ?? '');
  if (!isStorable(q)) return { data: [], next_cursor: null };
  const rows = (await ctx.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.orgId, ctx.orgId),
        eq(audiences.kind, 'custom'),
        input.type ? eq(audiences.customType, input.type) : undefined,
        before ? lt(audiences.id, before) : undefined,
        q ? ilike(audiences.name, containing(q)) : undefined,
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(input.limit + 1)) as CustomRow[];
  const counts = await countMembers(ctx, rows.slice(0, input.limit));
  return pageFrom(
    rows,
    input.limit,
    (row) => toCustom(row, counts.get(row.id) ?? null),
    (a) => a.id,
  );
}
