import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { refuseWhileSent } from '@/server/audiences/refuse-while-used';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { templates } from '@/server/db/schema/sends';

/** Takes a template out of use; sends made with it keep their version. Its slug is free again. @throws 404; 409 while
 * a campaign that is not over or a live automation sends it */
export async function archiveTemplate(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const where = and(eq(templates.orgId, ctx.orgId), eq(templates.id, id), isNull(templates.archivedAt));
    const [template] = await tx.select({ slug: templates.slug, name: templates.name }).from(templates).where(where).for('update');
    if (!template) throw notFound('template');
    await refuseWhileSent({ ...ctx, db: tx }, { id, slug: template.slug });
    await tx
      .update(templates)
      .set({ slug: `archived-${id}`, archivedAt: ctx.now, updatedAt: ctx.now })
      .where(where);
    await audit(tx, ctx, 'template.archived', encodeId('template', id), template);
  });
}
