import { and, eq } from 'drizzle-orm';
import type { CustomAudience, LookalikeResult } from '@/contracts/custom';
import { encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { describeWhere } from '@/filter/describe';
import { countContacts } from '@/server/audiences/contact-count';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import type { CustomRow } from './find-custom';
import { seedId, wordsOf } from './lookalike/build-lookalike';
import { featuresOf } from './lookalike/words';
import { type Stored, storedOf } from './stored';

/** Row → what every answer shows. `features`: how many of what a model learned are listed. */
export function toCustom(row: CustomRow, count: number | null, seedName: string | null = null, features = 0): CustomAudience {
  const stored = storedOf(row);
  const filter = row.filter as Filter | null;
  return {
    id: encodeId('audience', row.id),
    type: row.customType,
    name: row.name,
    slug: row.slug,
    description: row.description,
    contact_count: count,
    refreshed_at: stored.refreshed_at ?? null,
    match: stored.match ?? null,
    external_id: stored.external_id ?? null,
    lookalike: stored.lookalike && stored.model ? toLookalike(stored, seedName, features) : null,
    pixel: stored.pixel ? { ...stored.pixel, pixel_id: stored.pixel.pixel_id ? encodeId('pixel', stored.pixel.pixel_id) : null } : null,
    filter,
    description_of_filter: filter ? describeWhere(readFilter(filter).filter.where) : null,
    problem: stored.problem ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function toLookalike({ lookalike, model }: Stored, seedName: string | null, features: number): LookalikeResult | null {
  if (!lookalike || !model) return null;
  const { seed, others, chosen, auc, cut, milliseconds, notes } = model;
  return {
    seed_audience_id: seedId(lookalike),
    seed_name: seedName,
    size: lookalike.size,
    ignore: lookalike.ignore,
    built_at: new Date(model.now).toISOString(),
    ...{ seed, others, chosen, auc, cut, milliseconds, notes },
    features: features ? featuresOf(model, wordsOf(model, lookalike.ignore).spell, features) : [],
  };
}

/** One custom audience, counted, with the strongest of what its model learned. */
export async function showCustom(ctx: Ctx, row: CustomRow): Promise<CustomAudience> {
  const seed = storedOf(row).lookalike?.seed_audience_id;
  const [named] = seed
    ? await ctx.db
        .select({ name: audiences.name })
        .from(audiences)
        .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, seed)))
    : [];
  return toCustom(row, await countContacts(ctx, row), named?.name ?? null, 40);
}
