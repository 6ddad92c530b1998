import type { ApiKeyInput, NewApiKey } from '@/contracts/api-key';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import { hashKey, keyHints, newKey } from '@/server/auth/key-format';
import type { Ctx } from '@/server/context';
import { apiKeys } from '@/server/db/schema/auth';
import { toApiKey } from './to-api-key';

/** Makes a key. The secret is in this answer and nowhere else afterwards. */
export async function createApiKey(ctx: Ctx, input: ApiKeyInput): Promise<NewApiKey> {
  const expiresAt = input.expires_at ? new Date(input.expires_at) : null;
  if (expiresAt && expiresAt <= ctx.now) throw invalid(['expires_at'], 'in_the_past', 'The key would be expired at once');
  const key = newKey();
  return ctx.db.transaction(async (tx) => {
    const createdBy = ctx.actor.type === 'user' ? ctx.actor.id : null;
    const values = { orgId: ctx.orgId, name: input.name, scopes: input.scopes, ...keyHints(key), hash: hashKey(key), createdBy, expiresAt };
    const [row] = await tx.insert(apiKeys).values(values).returning();
    if (!row) throw new Error('the key was not written');
    await audit(tx, ctx, 'api_key.created', encodeId('apiKey', row.id), { name: row.name, scopes: row.scopes });
    return { ...toApiKey(row), key };
  });
}
