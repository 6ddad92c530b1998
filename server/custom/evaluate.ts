import { eq, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import type { CustomRow } from './find-custom';
import { buildLookalike, setMembers } from './lookalike/build-lookalike';
import { matchKeys } from './match-keys';
import { pixelFilter } from './pixel-filter';
import { type Stored, storedOf } from './stored';

/**
 * Brings the members in line with the definition, in the caller's transaction, and writes what came of it. A pixel's audience is its filter:
 * nothing is written but that.
 * @throws AppError 422 as `buildLookalike`
 */
export async function evaluate(ctx: Ctx, row: CustomRow, definition: Stored = storedOf(row)): Promise<CustomRow> {
  await ctx.db.execute(sql`select set_config('muster.cause', ${`custom:${row.id}`}, true)`);
  const { model: _, match: __, ...kept } = definition;
  const custom: Stored = { ...kept, refreshed_at: ctx.now.toISOString(), problem: null };
  if (row.customType === 'lookalike' && definition.lookalike) {
    const { model, people } = await buildLookalike(ctx, definition.lookalike);
    custom.model = { ...model, chosen: await setMembers(ctx, row.id, people) };
  } else if (row.customType !== 'pixel') custom.match = await matchKeys(ctx, row.id, definition.external_id);
  const filter = row.customType === 'pixel' && definition.pixel ? pixelFilter(definition.pixel) : null;
  const [written] = await ctx.db
    .update(audiences)
    .set({ custom: custom as Record<string, unknown>, updatedAt: ctx.now, ...(filter ? { filter } : {}) })
    .where(eq(audiences.id, row.id))
    .returning();
  if (!written) throw new Error('the custom audience was not written');
  return written as CustomRow;
}
