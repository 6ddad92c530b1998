import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { pixels } from '@/server/db/schema/custom';
import type { PixelRow } from './to-pixel';

/** The pixel's row; 404 when the organization has none with that uuid. */
export async function findPixel(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string, lock = false): Promise<PixelRow> {
  const query = ctx.db
    .select()
    .from(pixels)
    .where(and(eq(pixels.orgId, ctx.orgId), eq(pixels.id, id)));
  const [row] = await (lock ? query.for('no key update') : query);
  if (!row) throw notFound('pixel');
  return row;
}
