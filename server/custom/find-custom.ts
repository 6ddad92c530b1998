import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { type AudienceRow, findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';

export type CustomRow = AudienceRow & { customType: NonNullable<AudienceRow['customType']> };

/** A custom audience's row; 404 for another kind's id too. */
export async function findCustom(ctx: Pick<Ctx, 'orgId'> & { db: Executor }, id: string): Promise<CustomRow> {
  return asCustom(await findAudience(ctx, id));
}

/** The same, held until the transaction ends: two refreshes of one audience run one after the other. */
export async function lockCustom(ctx: Pick<Ctx, 'orgId'> & { db: Executor }, id: string): Promise<CustomRow> {
  const [row] = await ctx.db
    .select()
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)))
    .for('no key update');
  if (!row) throw notFound('custom audience');
  return asCustom(row);
}

function asCustom(row: AudienceRow): CustomRow {
  if (row.kind !== 'custom' || !row.customType) throw notFound('custom audience');
  return row as CustomRow;
}
