import { eq } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Pixel, PixelPatch } from '@/contracts/pixel';
import { isStorable } from '@/contracts/text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { pixels } from '@/server/db/schema/custom';
import { findPixel } from './find-pixel';
import { showPixel } from './to-pixel';

/** Changes name, origins, consent or how long events of strangers are kept; from the next report on. @throws AppError 404 */
export async function updatePixel(ctx: Ctx, { id, patch }: { id: string; patch: PixelPatch }): Promise<Pixel> {
  if (patch.name && !isStorable(patch.name))
    throw invalid(['name'], 'invalid_text', 'text with NUL or half of a surrogate pair cannot be stored');
  return transact(ctx.db, async (tx) => {
    const old = await findPixel({ ...ctx, db: tx }, id, true);
    const set = {
      ...(patch.name === undefined ? {} : { name: patch.name }),
      ...(patch.origins === undefined ? {} : { origins: [...new Set(patch.origins)] }),
      ...(patch.require_consent === undefined ? {} : { requireConsent: patch.require_consent }),
      ...(patch.retention_days === undefined ? {} : { retentionDays: patch.retention_days }),
    };
    if (!Object.keys(set).length) return showPixel({ ...ctx, db: tx }, old);
    const [row] = await tx
      .update(pixels)
      .set({ ...set, updatedAt: ctx.now })
      .where(eq(pixels.id, id))
      .returning();
    if (!row) throw new Error('the pixel was not written');
    await audit(tx, ctx, 'pixel.updated', encodeId('pixel', id), { fields: Object.keys(patch) });
    return showPixel({ ...ctx, db: tx }, row);
  });
}
