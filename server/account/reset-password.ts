import type { OpenCtx } from '@/server/auth/session';
import { lookAtLink, takeLink } from './mail-rows';
import { setPassword } from './set-password';

/** Sets the password of the link's person and ends all their sessions. @throws AppError not_found for a link that does not work any more */
export async function resetPassword(ctx: OpenCtx, { token, password }: { token: string; password: string }): Promise<{ done: true }> {
  const { userId } = await lookAtLink(ctx.db, 'reset', token, ctx.now);
  await setPassword(ctx, { userId, password, action: 'account.password_reset' }, (tx) => takeLink(tx, 'reset', token, ctx.now));
  return { done: true };
}
