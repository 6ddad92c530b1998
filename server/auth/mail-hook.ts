import { and, eq, isNull, sql } from 'drizzle-orm';
import type { MailHookProvider } from '@/contracts/hooks';
import { decodeId } from '@/contracts/ids';
import { unseal } from '@/server/channels/sealed';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { database } from '@/server/db/client';
import { mailHooks } from '@/server/db/schema/hooks';

export type OpenHook = { id: string; provider: MailHookProvider; secret: string; ctx: PoolCtx };

/** What signing secrets of providers are kept under. */
export const HOOK_SECRETS = 'mail hook secrets';

/**
 * The gate of providers' webhooks, first half: whose hook it is, and what its requests are signed with. Nothing may be done with `ctx`
 * before the signature was checked. Null for an id that is unknown or revoked.
 */
export async function openMailHook(id: string): Promise<OpenHook | null> {
  const uuid = decodeId('webhook', id);
  if (!uuid) return null;
  const db = database();
  const [row] = await db
    .select()
    .from(mailHooks)
    .where(and(eq(mailHooks.id, uuid), isNull(mailHooks.revokedAt)));
  if (!row) return null;
  const actor = { type: 'webhook', id } as const;
  return {
    id: uuid,
    provider: row.provider,
    secret: unseal(row.secret, HOOK_SECRETS),
    ctx: { orgId: row.orgId as OrgId, actor, db, now: new Date(), requestId: newRequestId() },
  };
}

/** Notes that a hook was used, once a minute at most. */
export async function touchMailHook(hook: OpenHook): Promise<void> {
  await hook.ctx.db
    .update(mailHooks)
    .set({ lastUsedAt: hook.ctx.now })
    .where(and(eq(mailHooks.id, hook.id), sql`(${mailHooks.lastUsedAt} is null or ${mailHooks.lastUsedAt} < now() - interval '1 minute')`));
}
