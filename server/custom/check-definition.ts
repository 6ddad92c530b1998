import { and, eq } from 'drizzle-orm';
import { invalid, notFound } from '@/contracts/errors';
import { isStorable } from '@/contracts/text';
import { findAudience } from '@/server/audiences/find-audience';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { pixels } from '@/server/db/schema/custom';
import { pixelFilter } from './pixel-filter';
import { type Stored, storedOf } from './stored';

/**
 * Refuses a definition that cannot be evaluated: a seed or a pixel of somebody else's, a seed that was itself made from this audience,
 * text that cannot be stored.
 * @param id the audience's own uuid, when it exists already
 * @throws AppError 404, 422
 */
export async function checkDefinition(ctx: Ctx, { lookalike, pixel, external_id }: Stored, id?: string): Promise<void> {
  if (external_id && !isStorable(external_id)) throw invalid(['match', 'external_id'], 'invalid_text', 'this field name cannot be stored');
  if (lookalike) {
    let seed = lookalike.seed_audience_id;
    for (let depth = 0; ; depth++) {
      if (seed === id || depth > 8)
        throw invalid(
          ['lookalike', 'seed_audience_id'],
          'audience_cycle',
          'the seed was made from this audience: each would be built on the other',
        );
      const next = storedOf(await findAudience(ctx, seed)).lookalike;
      if (!next) break;
      seed = next.seed_audience_id;
    }
  }
  if (!pixel) return;
  readFilter(pixelFilter(pixel), ['pixel']);
  if (!pixel.pixel_id) return;
  const [found] = await ctx.db
    .select({ id: pixels.id })
    .from(pixels)
    .where(and(eq(pixels.orgId, ctx.orgId), eq(pixels.id, pixel.pixel_id)));
  if (!found) throw notFound('pixel');
}
