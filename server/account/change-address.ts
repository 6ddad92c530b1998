import { eq } from 'drizzle-orm';
import { AppError, invalid, notFound } from '@/contracts/errors';
import { auditPerson } from '@/server/auth/audit-person';
import type { OpenCtx, PersonCtx } from '@/server/auth/session';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { user } from '@/server/db/schema/auth';
import { addressOf, findByAddress } from './address';
import { checkPassword } from './check-password';
import { postMail, takeLink } from './mail-rows';

/**
 * Has a link sent to the new address; until it is used, nothing changes. Whether another account has the address is not said, and not even
 * looked at here: then the job sends nothing.
 * @throws AppError validation_failed at `email` or `current`
 */
export async function askAddress(ctx: PersonCtx, input: { email: string; current: string }): Promise<{ asked: true }> {
  const email = addressOf(input.email);
  if (email === addressOf(ctx.person.email)) throw invalid(['email'], 'same', 'This is your address already');
  await checkPassword(ctx.db, ctx.person.id, input.current);
  await ctx.db.transaction((tx) => postMail(tx, ctx.now, 'address', ctx.person.id, email));
  return { asked: true };
}

/**
 * The new address counts from now on; the one before gets a notice.
 * @throws AppError not_found for a link that does not work any more; conflict when another account took the address meanwhile
 */
export async function confirmAddress({ db, now, requestId }: OpenCtx, token: string): Promise<{ email: string }> {
  const change = async (tx: Executor) => {
    const { userId, value: email } = await takeLink(tx, 'address', token, now);
    const [before] = await tx.select({ email: user.email }).from(user).where(eq(user.id, userId)).for('update');
    if (!before) throw notFound('Account');
    if (await findByAddress(tx, email)) throw new AppError('conflict', 'Another account has this address by now');
    await tx.update(user).set({ email, emailVerified: true, updatedAt: now }).where(eq(user.id, userId));
    await postMail(tx, now, 'moved', userId, before.email);
    await auditPerson(tx, { userId, requestId }, 'account.email_changed', { from: before.email, to: email });
    return { email };
  };
  // 23505: somebody took the address after the look; the second look finds it
  return transact(db, change, ['23505']);
}
