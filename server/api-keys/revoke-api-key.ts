import { and, eq } from 'drizzle-orm';
import type { ApiKey } from '@/contracts/api-key';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { apiKeys } from '@/server/db/schema/auth';
import { toApiKey } from './to-api-key';

/** Ends a key at once and for good; a second call changes nothing. @param id uuid @throws AppError not_found */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<ApiKey> {
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(apiKeys.orgId, ctx.orgId), eq(apiKeys.id, id));
    const [row] = await tx.select().from(apiKeys).where(mine).for('update');
    if (!row) throw notFound('API key');
    if (row.revokedAt) return toApiKey(row);
    await tx.update(apiKeys).set({ revokedAt: ctx.now }).where(mine);
    await audit(tx, ctx, 'api_key.revoked', encodeId('apiKey', id), { name: row.name });
    return toApiKey({ ...row, revokedAt: ctx.now });
  });
}
