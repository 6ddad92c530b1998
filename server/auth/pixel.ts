import { inArray } from 'drizzle-orm';
import { decodeId, encodeId } from '@/contracts/ids';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { type Database, database } from '@/server/db/client';
import { Gatherer } from '@/server/db/gather';
import { pixels } from '@/server/db/schema/custom';

type PixelRow = typeof pixels.$inferSelect;
export type ReportingPixel = { ctx: PoolCtx; pixel: PixelRow };

/**
 * The gate of pixels: a public id, which says whose it is by its row, and the origin that the browser names. Whoever has the id can report
 * what strangers do, as any visitor can; who somebody is takes a signature. Null for an unknown id.
 */
export async function pixelOf(publicId: string): Promise<ReportingPixel | null> {
  const id = decodeId('pixel', publicId);
  if (!id) return null;
  const db = database();
  const pixel = await rowOf(db, id);
  if (!pixel) return null;
  const actor = { type: 'webhook', id: encodeId('pixel', id) } as const;
  return { pixel, ctx: { orgId: pixel.orgId as OrgId, actor, db, now: new Date(), requestId: newRequestId() } };
}

const gatherers = new WeakMap<Database, Gatherer<string, PixelRow | undefined>>();

/** Reports that come in at once share the look-up. Nothing is kept: a pixel that was changed is changed at once. */
function rowOf(db: Database, id: string): Promise<PixelRow | undefined> {
  let gatherer = gatherers.get(db);
  if (!gatherer) {
    gatherer = new Gatherer(async (ids) => {
      const rows = await db
        .select()
        .from(pixels)
        .where(inArray(pixels.id, [...new Set(ids)]));
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((one) => found.get(one));
    });
    gatherers.set(db, gatherer);
  }
  return gatherer.add(id);
}
