import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { suppressions } from '@/server/db/schema/contacts';

/** Lets the address be sent to again. Messages that the suppression stopped stay stopped. */
export async function liftSuppression(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const [row] = await tx
      .delete(suppressions)
      .where(and(eq(suppressions.orgId, ctx.orgId), eq(suppressions.id, id)))
      .returning();
    if (!row) throw notFound('suppression');
    await audit(tx, ctx, 'suppression.lifted', encodeId('suppression', id), { channel: row.channel, reason: row.reason });
  });
}
