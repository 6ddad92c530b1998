import { and, eq, sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Send } from '@/contracts/send';
import type { TxCtx } from '@/server/context';
import { sends } from '@/server/db/schema/sends';
import { loadSends } from './load-sends';

/** One send with its counts, in all and per variant. @param id raw uuid @throws AppError not_found */
export async function getSend(ctx: Pick<TxCtx, 'db' | 'orgId'>, id: string): Promise<Send> {
  const [send] = await loadSends(ctx.db, and(eq(sends.orgId, ctx.orgId), eq(sends.id, id)), sql`${sends.id}`, 1);
  if (!send) throw notFound('send');
  return send;
}
