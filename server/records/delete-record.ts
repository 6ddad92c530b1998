import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { records } from '@/server/db/schema/records';

/** Deletes a record and its links; 404 when there is none of that type and key. */
export async function deleteRecord(ctx: Ctx, input: { datatype: string; key: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await nameCause(tx, ctx.actor);
    const rows = await tx
      .delete(records)
      .where(and(eq(records.orgId, ctx.orgId), eq(records.datatype, input.datatype), eq(records.key, input.key)))
      .returning({ id: records.id });
    if (!rows.length) throw notFound('record');
    await audit(tx, ctx, 'record.deleted', `${input.datatype}/${input.key}`);
  });
}
