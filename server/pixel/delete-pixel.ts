import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { pixels } from '@/server/db/schema/custom';
import { findPixel } from './find-pixel';

/** Deletes the pixel, its visitors, and what waits of strangers. What contacts did stays with them. @throws AppError 404 */
export async function deletePixel(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const row = await findPixel({ ...ctx, db: tx }, id, true);
    await tx.delete(pixels).where(eq(pixels.id, id));
    await audit(tx, ctx, 'pixel.deleted', encodeId('pixel', id), { name: row.name });
  });
}
