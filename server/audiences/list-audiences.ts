import { and, desc, eq, ilike, lt } from 'drizzle-orm';
import type { Audience } from '@/contracts/audience';
import type { Page } from '@/contracts/page';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import { countMembers } from './contact-count';
import { toAudience } from './to-audience';

/** Newest first, each with its number of contacts, null for those evaluated when used (ask one audience); `q` is part of a name. */
export async function listAudiences(ctx: Ctx, input: { limit: number; cursor?: string; q?: string }): Promise<Page<Audience>> {
  const before = cursorId('audience', input.cursor);
  const q = trimText(input.q ?? '');
  if (!isStorable(q)) return { data: [], next_cursor: null };
  const rows = await ctx.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.orgId, ctx.orgId),
        before ? lt(audiences.id, before) : undefined,
        q ? ilike(audiences.name, containing(q)) : undefined,
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(input.limit + 1);
  const counts = await countMembers(ctx, rows.slice(0, input.limit));
  return pageFrom(
    rows,
    input.limit,
    (row) => toAudience(row, counts.get(row.id) ?? null),
    (a) => a.id,
  );
}
