import { verifyPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import type { Executor } from '@/server/db/client';
import { account } from '@/server/db/schema/auth';

/** Who signed in long ago, or left a screen open, proves that they are still there. @throws AppError validation_failed at `current` */
export async function checkPassword(db: Executor, userId: string, password: string): Promise<void> {
  const [row] = await db
    .select({ hash: account.password })
    .from(account)
    .where(and(eq(account.userId, userId), eq(account.providerId, 'credential')));
  if (!row?.hash || !(await verifyPassword({ hash: row.hash, password }))) {
    throw invalid(['current'], 'wrong_password', 'That is not your password');
  }
}
