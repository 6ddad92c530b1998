import { and, desc, eq, ilike, lt } from 'drizzle-orm';
import type { Page, PageQuery } from '@/contracts/page';
import type { Segment } from '@/contracts/segment';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import { toSegment } from './to-segment';

/** Segments, newest first, not counted (`contact_count` null): ask one segment, or its reach. `q` is part of the name. */
export async function listSegments(ctx: Ctx, query: PageQuery & { q?: string }): Promise<Page<Segment>> {
  const before = cursorId('audience', query.cursor);
  const q = trimText(query.q ?? '');
  if (!isStorable(q)) return { data: [], next_cursor: null };
  const rows = await ctx.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.orgId, ctx.orgId),
        eq(audiences.kind, 'segment'),
        before ? lt(audiences.id, before) : undefined,
        q ? ilike(audiences.name, containing(q)) : undefined,
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(query.limit + 1);
  return pageFrom(
    rows,
    query.limit,
    (row) => toSegment(row, null),
    (segment) => segment.id,
  );
}
