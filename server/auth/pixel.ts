import { eq } from 'drizzle-orm';
import { decodeId, encodeId } from '@/contracts/ids';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { database } from '@/server/db/client';
import { pixels } from '@/server/db/schema/custom';

export type ReportingPixel = { ctx: PoolCtx; pixel: typeof pixels.$inferSelect };

/**
 * The gate of pixels: a public id, which says whose it is by its row, and the origin that the browser names. Whoever has the id can report
 * what strangers do, as any visitor can; who somebody is takes a signature. Null for an unknown id.
 */
export async function pixelOf(publicId: string): Promise<ReportingPixel | null> {
  const id = decodeId('pixel', publicId);
  if (!id) return null;
  const db = database();
  const [pixel] = await db.select().from(pixels).where(eq(pixels.id, id));
  if (!pixel) return null;
  const actor = { type: 'webhook', id: encodeId('pixel', id) } as const;
  return { pixel, ctx: { orgId: pixel.orgId as OrgId, actor, db, now: new Date(), requestId: newRequestId() } };
}
