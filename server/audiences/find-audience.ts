import { and, eq } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';

export type AudienceRow = typeof audiences.$inferSelect;

/** The audience's row; 404 when the organization has none with that uuid. `lock`: held against deletion until the transaction ends. */
export async function findAudience(ctx: Pick<Ctx, 'orgId'> & { db: Executor }, id: string, lock = false): Promise<AudienceRow> {
  const query = ctx.db
    .select()
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)));
  const [row] = await (lock ? query.for('key share') : query);
  if (!row) throw notFound('audience');
  return row;
}

/** Members are rows that somebody adds only in a list: a segment's come from its filter, a frozen one's stay as they were. 409 else. */
export function requireList(audience: AudienceRow): void {
  if (audience.kind === 'list') return;
  throw new AppError('conflict', 'The members of this audience are not kept by hand: only a list takes members and imports.');
}
