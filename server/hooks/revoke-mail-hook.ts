import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { MailHook } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { mailHooks } from '@/server/db/schema/hooks';
import { toMailHook } from './to-mail-hook';

/** Ends a hook at once and for good; a second call changes nothing. @param id uuid @throws AppError not_found */
export async function revokeMailHook(ctx: Ctx, id: string): Promise<MailHook> {
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(mailHooks.orgId, ctx.orgId), eq(mailHooks.id, id));
    const [row] = await tx.select().from(mailHooks).where(mine).for('update');
    if (!row) throw notFound('Webhook');
    if (row.revokedAt) return toMailHook(row);
    await tx.update(mailHooks).set({ revokedAt: ctx.now }).where(mine);
    await audit(tx, ctx, 'mail_hook.revoked', encodeId('webhook', id), { name: row.name });
    return toMailHook({ ...row, revokedAt: ctx.now });
  });
}
