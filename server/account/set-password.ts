import { hashPassword } from 'better-auth/crypto';
import { and, eq, ne } from 'drizzle-orm';
import { auditPerson } from '@/server/auth/audit-person';
import type { OpenCtx } from '@/server/auth/session';
import type { Actor } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { account, session } from '@/server/db/schema/auth';
import { postMail, voidLinks } from './mail-rows';

type Change = {
  userId: string;
  password: string;
  action: 'account.password_reset' | 'account.password_changed';
  /** The session that goes on; all others end. */
  keep?: string;
  /** Who did it, when it was not the person. */
  by?: Actor;
};

/**
 * A new password, whoever allowed it: other sessions end, links that wait are void, the person gets a notice and their organizations an
 * audit row, all or nothing.
 * @param prove what, in the same transaction, must hold or be used up; throws when it may not be
 */
export async function setPassword(
  { db, now, requestId }: OpenCtx,
  { userId, password, action, keep, by }: Change,
  prove?: (tx: Executor) => Promise<unknown>,
): Promise<void> {
  const hash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await prove?.(tx);
    const own = and(eq(account.userId, userId), eq(account.providerId, 'credential'));
    const [row] = await tx.update(account).set({ password: hash, updatedAt: now }).where(own).returning({ id: account.id });
    if (!row) await tx.insert(account).values({ userId, accountId: userId, providerId: 'credential', password: hash });
    await tx.delete(session).where(and(eq(session.userId, userId), keep ? ne(session.id, keep) : undefined));
    await voidLinks(tx, userId);
    await postMail(tx, now, 'password', userId);
    await auditPerson(tx, { userId, requestId, by }, action);
  });
}
