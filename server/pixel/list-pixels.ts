import { and, desc, eq, lt } from 'drizzle-orm';
import type { Page } from '@/contracts/page';
import type { Pixel } from '@/contracts/pixel';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { pixels } from '@/server/db/schema/custom';
import { showPixels } from './to-pixel';

/** Newest first. */
export async function listPixels(ctx: Ctx, input: { limit: number; cursor?: string }): Promise<Page<Pixel>> {
  const before = cursorId('pixel', input.cursor);
  const rows = await ctx.db
    .select()
    .from(pixels)
    .where(and(eq(pixels.orgId, ctx.orgId), before ? lt(pixels.id, before) : undefined))
    .orderBy(desc(pixels.id))
    .limit(input.limit + 1);
  const shown = await showPixels(ctx, rows);
  return pageFrom(
    shown,
    input.limit,
    (pixel) => pixel,
    (pixel) => pixel.id,
  );
}
