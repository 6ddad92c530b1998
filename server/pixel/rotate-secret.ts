import { eq, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { PixelWithSecret } from '@/contracts/pixel';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { pixels } from '@/server/db/schema/custom';
import { findPixel } from './find-pixel';
import { pixelSecret } from './pixel-secret';
import { showPixel } from './to-pixel';

/** Another secret, shown once. What the old one signs is refused from now on. @throws AppError 404 */
export async function rotateSecret(ctx: Ctx, id: string): Promise<PixelWithSecret> {
  return transact(ctx.db, async (tx) => {
    await findPixel({ ...ctx, db: tx }, id, true);
    const [row] = await tx
      .update(pixels)
      .set({ secretVersion: sql`${pixels.secretVersion} + 1`, updatedAt: ctx.now })
      .where(eq(pixels.id, id))
      .returning();
    if (!row) throw new Error('the pixel was not written');
    await audit(tx, ctx, 'pixel.secret_rotated', encodeId('pixel', id));
    return { ...(await showPixel({ ...ctx, db: tx }, row)), secret: pixelSecret(row.id, row.secretVersion) };
  });
}
