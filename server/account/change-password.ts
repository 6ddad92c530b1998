import type { PersonCtx } from '@/server/auth/session';
import { checkPassword } from './check-password';
import { setPassword } from './set-password';

/** Ends every session but the one that asks. @throws AppError validation_failed at `current` */
export async function changePassword(ctx: PersonCtx, input: { current: string; password: string }): Promise<{ done: true }> {
  const { id: userId, sessionId: keep } = ctx.person;
  await checkPassword(ctx.db, userId, input.current);
  await setPassword(ctx, { userId, keep, password: input.password, action: 'account.password_changed' });
  return { done: true };
}
