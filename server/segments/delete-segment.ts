import { eq } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { refuseWhileUsed } from '@/server/audiences/refuse-while-used';
import { segmentsUsing } from '@/server/audiences/segments-using';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { findSegment } from './find-segment';

/**
 * Deletes a segment; its sends keep their ledger.
 * @throws 404; 409 when another segment's filter names it with `$inAudience`, or a campaign, a live automation, an ads audience or a lookalike uses it
 */
export async function deleteSegment(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await findSegment({ ...ctx, db: tx }, id);
    const users = await segmentsUsing({ ...ctx, db: tx }, id);
    if (users.length)
      throw new AppError('conflict', `The segment is part of ${users.map((u) => `“${u}”`).join(', ')}; change those first.`);
    await refuseWhileUsed({ ...ctx, db: tx }, id);
    await tx.delete(audiences).where(eq(audiences.id, id));
    await audit(tx, ctx, 'segment.deleted', encodeId('audience', id), { name: row.name });
  });
}
