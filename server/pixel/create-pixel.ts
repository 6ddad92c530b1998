import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { PixelInput, PixelWithSecret } from '@/contracts/pixel';
import { isStorable } from '@/contracts/text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { pixels } from '@/server/db/schema/custom';
import { pixelSecret } from './pixel-secret';
import { showPixel } from './to-pixel';

/** A pixel for the pages of the given origins. The answer shows the secret that signs identifications, once. */
export async function createPixel(ctx: Ctx, input: PixelInput): Promise<PixelWithSecret> {
  if (!isStorable(input.name)) throw invalid(['name'], 'invalid_text', 'text with NUL or half of a surrogate pair cannot be stored');
  return transact(ctx.db, async (tx) => {
    const [row] = await tx
      .insert(pixels)
      .values({
        orgId: ctx.orgId,
        name: input.name,
        origins: [...new Set(input.origins)],
        requireConsent: input.require_consent,
        retentionDays: input.retention_days,
      })
      .returning();
    if (!row) throw new Error('no pixel was made');
    await audit(tx, ctx, 'pixel.created', encodeId('pixel', row.id), { name: row.name, origins: row.origins });
    return { ...(await showPixel({ ...ctx, db: tx }, row)), secret: pixelSecret(row.id, row.secretVersion) };
  });
}
