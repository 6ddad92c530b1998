import { and, eq } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { refuseWhileUsed } from './refuse-while-used';
import { segmentsUsing } from './segments-using';

/**
 * Deletes the audience, its memberships and its record of imports. Contacts and sends stay; a send keeps the audience's name.
 * 409 while the filter of a segment names it: that segment would reach nobody; and while a campaign,
 * a live automation, an ads audience or a lookalike uses it.
 */
export async function deleteAudience(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await refuseWhileUsed({ orgId: ctx.orgId, db: tx }, id);
    const [row] = await tx
      .delete(audiences)
      .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)))
      .returning();
    if (!row) throw notFound('audience');
    const users = await segmentsUsing({ orgId: ctx.orgId, db: tx as Ctx['db'] }, id);
    if (users.length) {
      throw new AppError(
        'conflict',
        `The filter of ${users.map((name) => `“${name}”`).join(', ')} names this audience: change that first.`,
      );
    }
    await audit(tx, ctx, 'audience.deleted', encodeId('audience', id), { name: row.name, slug: row.slug, kind: row.kind });
  });
}
