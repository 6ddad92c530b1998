import { notFound } from '@/contracts/errors';
import { type AudienceRow, findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';

/** The segment's row; 404 when the organization has no segment with that uuid (a list is not one). */
export async function findSegment(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string, lock = false): Promise<AudienceRow> {
  const row = await findAudience(ctx, id, lock);
  if (row.kind !== 'segment') throw notFound('segment');
  return row;
}
