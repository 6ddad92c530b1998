import { timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { type Scope, scopes } from '@/contracts/scopes';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { database } from '@/server/db/client';
import { apiKeys } from '@/server/db/schema/auth';
import { hashKey, isKey } from './key-format';

type KeyCtx = PoolCtx & { actor: { type: 'api_key'; id: string; scopes: readonly Scope[] } };

/** `last_used_at` is written at most this often, in ms: it is for people, not for every request. */
const usedEvery = 60_000;

/**
 * The API-key gate: `Authorization: Bearer mus_live_…` → context. Nothing is cached, a revoked key fails at once.
 * @throws AppError unauthenticated; the same sentence whether a key is unknown, revoked or expired
 */
export async function keyContext(headers: Headers, requestId = newRequestId()): Promise<KeyCtx> {
  const key = bearer(headers);
  if (!key) throw new AppError('unauthenticated', 'Give an API key: `Authorization: Bearer mus_live_…`');
  if (!isKey(key)) throw refused();
  const db = database();
  const now = new Date();
  const hash = hashKey(key);
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash));
  if (!row || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash))) throw refused();
  if (row.revokedAt || (row.expiresAt && row.expiresAt <= now)) throw refused();
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > usedEvery) {
    await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id));
  }
  const known: readonly string[] = scopes;
  const granted = row.scopes.filter((scope): scope is Scope => known.includes(scope));
  return { orgId: row.orgId as OrgId, actor: { type: 'api_key', id: row.id, scopes: granted }, db, now, requestId };
}

/** The token of `Authorization: Bearer …` (RFC 6750; the scheme in any case). */
export const bearer = (headers: Headers): string | null => /^bearer +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1] ?? null;

const refused = () => new AppError('unauthenticated', 'This API key is not valid');
