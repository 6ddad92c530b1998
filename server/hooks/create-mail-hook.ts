import { randomBytes } from 'node:crypto';
import type { MailHookInput, NewMailHook } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import { HOOK_SECRETS } from '@/server/auth/mail-hook';
import { seal } from '@/server/channels/sealed';
import type { Ctx } from '@/server/context';
import { mailHooks } from '@/server/db/schema/hooks';
import { toMailHook } from './to-mail-hook';

/** Opens an address for a mail provider's reports. The secret is in this answer and nowhere else afterwards. */
export async function createMailHook(ctx: Ctx, input: MailHookInput): Promise<NewMailHook> {
  const secret = input.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
  const { name, provider } = input;
  const createdBy = ctx.actor.type === 'user' ? ctx.actor.id : null;
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(mailHooks)
      .values({ orgId: ctx.orgId, name, provider, secret: seal(secret, HOOK_SECRETS), createdBy })
      .returning();
    if (!row) throw new Error('the hook was not written');
    await audit(tx, ctx, 'mail_hook.created', encodeId('webhook', row.id), { name, provider });
    return { ...toMailHook(row), secret };
  });
}
