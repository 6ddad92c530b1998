import { eq } from 'drizzle-orm';
import type { Page, PageQuery } from '@/contracts/page';
import type { Segment } from '@/contracts/segment';
import { audienceRows } from '@/server/audiences/audience-rows';
import type { Ctx } from '@/server/context';
import { pageFrom } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import { toSegment } from './to-segment';

/** Segments, newest first, not counted (`contact_count` null): ask one segment, or its reach. `q` is part of the name. */
export async function listSegments(ctx: Ctx, query: PageQuery & { q?: string }): Promise<Page<Segment>> {
  return pageFrom(
    await audienceRows(ctx, query, eq(audiences.kind, 'segment')),
    query.limit,
    (row) => toSegment(row, null),
    (segment) => segment.id,
  );
}
