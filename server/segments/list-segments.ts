import { and, desc, eq, ilike, lt } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import { decodeId, encodeId } from '@/contracts/ids';
import type { Page, PageQuery } from '@/contracts/page';
import type { Segment } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { toSegment } from './to-segment';

/** Segments, newest first, not counted (`contact_count` null): ask one segment, or its reach. `q` is part of the name. */
export async function listSegments(ctx: Ctx, query: PageQuery & { q?: string }): Promise<Page<Segment>> {
  const before = query.cursor === undefined ? undefined : decodeId('audience', query.cursor);
  if (before === null) throw invalid(['cursor'], 'invalid_cursor', 'the cursor is not one of this list');
  const rows = await ctx.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.orgId, ctx.orgId),
        eq(audiences.kind, 'segment'),
        before ? lt(audiences.id, before) : undefined,
        query.q ? ilike(audiences.name, `%${query.q.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: page.map((row) => toSegment(row, null)),
    next_cursor: rows.length > page.length && last ? encodeId('audience', last.id) : null,
  };
}
