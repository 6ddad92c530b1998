import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';

/** Deletes the audience, its memberships and its record of imports. Contacts and sends stay; a send keeps the audience's name. */
export async function deleteAudience(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const [row] = await tx
      .delete(audiences)
      .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)))
      .returning();
    if (!row) throw notFound('audience');
    await audit(tx, ctx, 'audience.deleted', encodeId('audience', id), { name: row.name, slug: row.slug, kind: row.kind });
  });
}
